package import Access
package import Endpoints
import GatewayAPI
import HTTPTypes
import HummingbirdCore
package import Telemetry

/// Leads every request to its service: in this process by a call, in another over HTTP.
package struct GatewayService: Sendable {
    private let directory: ServiceDirectory
    private let installed: Set<String>
    private let places: @Sendable (String) -> ServiceCaller.Place?
    private let version: String
    private let people: PersonLimit?
    private let seal: AddressSeal?

    /// `directory` lists every service of the platform, `installed` names those this version has. `people` limits how
    /// often a person asks; `seal` tells services in other processes whose request it is.
    package init(
        directory: ServiceDirectory,
        installed: Set<String>,
        version: String,
        people: PersonLimit? = nil,
        seal: AddressSeal? = nil,
        places: @escaping @Sendable (String) -> ServiceCaller.Place?
    ) {
        self.directory = directory
        self.installed = installed
        self.version = version
        (self.people, self.seal) = (people, seal)
        self.places = places
    }

    /// What the gateway answers itself.
    package var operations: [Operation] {
        [
            Operation(GetGatewayInformation.self) { _, _ in
                GetGatewayInformation.Response(
                    name: "Elymica",
                    service: "api-gateway",
                    version: version,
                    status: "running",
                    links: ["health": "/health", "services": "/services", "readiness": "/readyz"]
                )
            },
            Operation(ListServices.self) { _, _ in ListServices.Response(services: await listings()) },
        ]
    }

    /// The gateway's responder: `own` answers what is the gateway's.
    package func responder(own: ServiceRuntime) -> Responder {
        { request, address in await answer(request, address, own) }
    }

    private func answer(_ request: Request, _ address: String?, _ own: ServiceRuntime) async -> Reply {
        let requestID = RequestContext.current?.requestID ?? ""
        guard let target = GatewayPath.normalized(request.head.path ?? "/") else {
            let problem = Problem(.badRequest, "malformed_request", "The path must not contain . or .. segments.")
            return problem.response(in: .portal, requestID: requestID)
        }
        var head = request.head
        let end = target.utf8.firstIndex { $0 == UInt8(ascii: "?") || $0 == UInt8(ascii: "#") }
        let path = target[..<(end ?? target.endIndex)]
        let (service, rewritten) = destination(path, target) ?? (Gateway.service, target)
        head.path = rewritten
        guard service.name != Gateway.service.name else {
            return await own.respond(to: Request(head: head, body: request.body), from: address)
        }
        do {
            switch places(service.name) {
            case .here(let runtime):
                return await runtime.respond(
                    to: Request(head: head, body: request.body),
                    from: address,
                    counting: people
                )
            case .there(let remote):
                try await people?.count(request)
                head.headerFields[.clientAddress] = address.flatMap { seal?.seal($0) }
                let forwarded = Request(head: head, body: request.body)
                return try await remote.forward(forwarded, body: nil, within: service.patience)
            case nil: throw GatewayProblem.notRunning(service, isInstalled: installed.contains(service.name))
            }
        } catch {
            return Problem(describing: error).response(in: .portal, requestID: requestID)
        }
    }

    /// The service of a path, and the target it should see: `/api/{service}/health` is its `/health`.
    private func destination(_ path: Substring, _ target: String) -> (ServiceIdentity, String)? {
        let parts = path.utf8.split(separator: UInt8(ascii: "/"), maxSplits: 4).map { Substring($0) }
        if parts.count == 3, parts[0] == "api", parts[2] == "health", let service = directory[name: String(parts[1])] {
            return (service, "/health")
        }
        return directory.service(for: path).map { ($0, target) }
    }

    private func listings() async -> [ServiceListing] {
        await withTaskGroup(of: (Int, ServiceListing).self) { group in
            for (index, service) in directory.services.enumerated() {
                group.addTask { (index, ServiceListing(service, status: await status(of: service))) }
            }
            return await group.reduce(into: []) { $0.append($1) }.sorted { $0.0 < $1.0 }.map(\.1)
        }
    }

    private func status(of service: ServiceIdentity) async -> ServiceListing.Status {
        guard service.name != Gateway.service.name else { return .running }
        guard installed.contains(service.name) else { return .notInstalled }
        switch places(service.name) {
        case .here: return .running
        case .there(let remote): return await remote.isAlive() ? .running : .unreachable
        case nil: return .unreachable
        }
    }

    /// What the gateway adds to its readiness: other processes that do not answer. All of them away is a failure.
    package func upstreamChecks() async -> [HealthCheck] {
        let listings = await listings().filter { listing in
            if case .there? = places(listing.name) { true } else { false }
        }
        let away = listings.filter { $0.status != .running }.map(\.name)
        guard !listings.isEmpty else { return [] }
        guard !away.isEmpty else { return [HealthCheck("services", .pass)] }
        let status: HealthStatus = away.count == listings.count ? .fail : .warn
        return [HealthCheck("services", status, detail: "not answering: " + away.joined(separator: ", "))]
    }
}

/// Errors that are the gateway's own.
enum GatewayProblem {
    static func notRunning(_ service: ServiceIdentity, isInstalled: Bool) -> Problem {
        isInstalled
            ? Problem(
                .badGateway,
                "service_unreachable",
                "The \(service.name) service is not running.",
                headers: [.retryAfter: "2"]
            )
            : Problem(
                .badGateway,
                "service_not_installed",
                "The \(service.name) service is not part of this installation."
            )
    }
}
