import Access
import FoundationEssentials
import Telemetry
import Values

extension ServiceRuntime {
    /// Runs an endpoint's handler for a caller in this process: the same access check and errors as over HTTP.
    ///
    /// Debug builds send request and answer through JSON, so that what works in one process works in many.
    func invoke<E: Endpoint>(_ endpoint: E, as principal: Principal?) async throws -> E.Response {
        do {
            guard let operation = operations.first(where: { $0.name == E.operationName }) else {
                throw RemoteService.unreachable
            }
            guard E.access.allows(principal) else {
                throw principal == nil ? Problem.unauthorized() : .wrongRole(for: E.access)
            }
            try Deadline.current?.check()
            let call = call(
                principal,
                requestID: RequestContext.current?.requestID ?? "",
                target: E.route.path.description
            )
            let answer = try await operation.invoke(try roundTripped(endpoint), call)
            guard let response = answer as? E.Response else { throw Problem.unexpected }
            return try roundTripped(response)
        } catch {
            throw Problem(describing: error)
        }
    }

    private func roundTripped<T: Codable>(_ value: T) throws -> T {
        #if DEBUG
            try JSONReader().value(T.self, from: JSONWriter().bytes(value))
        #else
            value
        #endif
    }
}
