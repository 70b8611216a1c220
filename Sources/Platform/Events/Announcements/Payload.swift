import Postgres
import Values

/// An event or a job as it is stored: JSON with snake_case names, at most 256 KiB.
enum Payload {
    static let limit = 262_144

    static func encode(_ value: some Encodable, name: String) throws -> JSONText {
        let bytes = try JSONWriter().bytes(value)
        guard bytes.count <= limit else { throw EventsError.tooLarge(name: name, limit: limit) }
        return JSONText(bytes)
    }

    /// Throws `UnreadablePayload` when it is not a `T`, now or ever.
    static func decode<T: Decodable>(_ type: T.Type, from payload: JSON) throws -> T {
        do { return try JSONReader().value(T.self, from: payload) } catch { throw UnreadablePayload(cause: error) }
    }
}

/// A payload that is not what its type reads: written by another release, and no better the next time.
struct UnreadablePayload: Error {
    let cause: any Error
}

/// The channel on which a commit wakes workers; its payload says which part of them.
enum Channel {
    static let name = "elymica_events"
    static let event = "event"
    static let job = "job"
}
