import Synchronization

/// The requests that are being answered, of which there are so many at most: more would only wait for each other.
///
/// One that waits for its client gives its place away meanwhile, so that bodies which never end keep nobody out.
final class InFlight: Sendable {
    private let maximum: Int
    private let current = Atomic<Int>(0)

    init(maximum: Int) { self.maximum = maximum }

    /// The one whose request this is.
    @TaskLocal static var ofRequest: InFlight?

    var count: Int { current.load(ordering: .relaxed) }

    /// Takes a place, to be left in any case; whether there was one.
    func enter() -> Bool { current.wrappingAdd(1, ordering: .relaxed).newValue <= maximum }

    func leave() { current.wrappingSubtract(1, ordering: .relaxed) }

    /// Does what waits for the client, without a place.
    ///
    /// - Throws: 503 `overloaded` when there is none afterwards.
    static func waitingForClient<R>(_ wait: () async throws -> R) async throws -> R {
        guard let places = ofRequest else { return try await wait() }
        places.leave()
        let outcome: Result<R, any Error>
        do { outcome = .success(try await wait()) } catch { outcome = .failure(error) }
        guard places.enter() else { throw overloaded }
        return try outcome.get()
    }

    static let overloaded = Problem.unavailable(code: "overloaded")
}
