import Crypto
import FoundationEssentials
import HTTPTypes
import Postgres
import Values

/// A client's `Idempotency-Key` for one request (draft-ietf-httpapi-idempotency-key-header, §2).
///
/// The answer is stored in the transaction of the change itself, so there is no moment in which one exists without the
/// other. An advisory lock of the transaction marks a request that still runs; it vanishes with a killed process.
struct IdempotencyKey: Sendable {
    /// A digest of the client's key.
    let key: String
    /// Method and route: a key means nothing on another endpoint.
    let operation: String
    /// A digest of everything the client sent.
    let fingerprint: [UInt8]

    /// The key of a request; `nil` without the header. Keys are 1 to 255 visible ASCII characters.
    init?(_ headers: HTTPFields, operation: String, target: String, body: some Collection<UInt8>) throws {
        guard let value = headers[.idempotencyKey] else { return nil }
        // The draft writes a quoted structured-field string; most clients send the bare text.
        let key =
            value.count > 1 && value.first == "\"" && value.last == "\"" ? String(value.dropFirst().dropLast()) : value
        guard (1...255).contains(key.utf8.count), key.utf8.allSatisfy({ (0x21...0x7e).contains($0) }) else {
            throw Problem(
                .badRequest,
                "invalid_idempotency_key",
                "Idempotency-Key must be 1 to 255 visible ASCII characters."
            )
        }
        // Keyed with what is not stored: a body may hold a password, and a bare digest of one could be guessed from.
        var hash = HMAC<SHA256>(key: SymmetricKey(data: Array(key.utf8)))
        hash.update(data: Array(target.utf8))
        hash.update(data: [0])
        // Without a copy where the bytes lie together: a body can be large.
        let hashed: Void? = body.withContiguousStorageIfAvailable { hash.update(data: UnsafeRawBufferPointer($0)) }
        if hashed == nil { hash.update(data: Array(body)) }
        self.key = SHA256.hash(data: Array(key.utf8)).hexadecimal
        self.operation = operation
        fingerprint = Array(hash.finalize())
    }

    /// Runs the change once; for a key that has an answer already, gives that answer instead.
    func once<R: Codable>(
        in transaction: borrowing Transaction,
        tenant: TenantID,
        subject: String,
        _ change: () throws -> R
    ) throws -> R {
        let lock = [tenant.description, subject, operation, key].joined(separator: "\u{1f}")
        guard
            try transaction.value(
                "select pg_try_advisory_xact_lock(hashtextextended(\(lock), 7))",
                as: Bool.self
            ) == true
        else {
            throw Problem.conflict(
                "request_in_progress",
                "The first request with this Idempotency-Key is still running."
            )
        }
        let earlier = try transaction.first(
            """
            select fingerprint, answer::text as answer from idempotency.answers
            where subject = \(subject) and operation = \(operation) and key = \(key) and expires_at > now()
            """,
            as: Earlier.self
        )
        if let earlier {
            guard earlier.fingerprint == fingerprint else {
                throw Problem(
                    .unprocessableContent,
                    "idempotency_key_reused",
                    "This Idempotency-Key was used for a different request."
                )
            }
            return try JSONReader().value(R.self, from: Array(earlier.answer.utf8))
        }
        let answer = try change()
        let stored = String(decoding: try JSONWriter().bytes(answer), as: UTF8.self)
        _ = try transaction.execute(
            """
            insert into idempotency.answers (tenant_id, subject, operation, key, fingerprint, answer, expires_at)
            values (
                \(tenant), \(subject), \(operation), \(key), \(fingerprint), \(stored)::jsonb,
                now() + interval '24 hours')
            on conflict (tenant_id, subject, operation, key) do update
            set fingerprint = excluded.fingerprint, answer = excluded.answer, expires_at = excluded.expires_at
            """
        )
        return answer
    }
}

/// What was answered before.
private struct Earlier: Decodable, Sendable {
    var fingerprint: [UInt8]
    var answer: String
}
