import Endpoints
import Synchronization

/// Where each service is to be found: in this process, or at an address.
final class Places: Sendable {
    private let here = Mutex<[String: ServiceRuntime]>([:])
    private let there: [String: RemoteService]

    init(_ parts: Campus.Parts) {
        var there: [String: RemoteService] = [:]
        for service in ServiceList.installed where !parts.runs(service.name) {
            let address = parts.settings.serviceURLs[service.name] ?? parts.addressOfOthers(service)
            there[service.name] = RemoteService(baseURL: address, client: parts.client)
        }
        self.there = there
    }

    func add(_ runtime: ServiceRuntime) { here.withLock { $0[runtime.name] = runtime } }

    var find: @Sendable (String) -> ServiceCaller.Place? {
        { name in
            if let runtime = self.here.withLock({ $0[name] }) { return .here(runtime) }
            return self.there[name].map { .there($0) }
        }
    }
}
