import EventLoops
import Glibc
import Synchronization

/// Makes and checks password hashes, at most a few at a time.
///
/// Ask the rate limiter first: one hash costs as much as a thousand queries. Throws `PasswordHasherOverloaded` when the
/// newest caller would wait for more than two seconds.
package final class PasswordHasher: Sendable {
    private let threads: HashingThreads
    /// The hash of a password nobody has, to spend the same work on people who do not exist.
    private let nobody: String
    /// How many who are refused have not been told yet.
    private let lingering = Atomic(0)
    private static var mostLingering: Int { 1_000 }

    /// `threads`: how many hashes are computed at once; all cores but one when not given, so that a flood of sign-ins
    /// leaves everybody else a core.
    package init(threads: Int? = nil, patience: Duration = .seconds(2)) throws {
        let cores = Int(sysconf(Int32(_SC_NPROCESSORS_ONLN)))
        self.threads = HashingThreads(threadCount: threads ?? max(1, cores - 1), patience: patience)
        let unknowable = (0..<16).map { _ in UInt8.random(in: .min ... .max) }
        nobody = try Argon2.current.hash(Plaintext(bytes: unknowable))
    }

    deinit { threads.stop() }

    /// Does something that will want a hash; refuses it at once when there would be no time for that.
    package func expecting<R>(_ work: () async throws -> R) async throws -> R {
        if let retryAfter = threads.announce() {
            await linger()
            throw PasswordHasherOverloaded(retryAfter: .seconds(retryAfter))
        }
        defer { threads.takeBack() }
        return try await work()
    }

    /// The hash to store for a password.
    package func hash(_ password: Plaintext) async throws -> String {
        try await run(cost: 1) { try Argon2.current.hash(password) }
    }

    /// Compares a password with a stored hash: Argon2id of ours or bcrypt of the old systems.
    ///
    /// A stored text that is neither, or too dear to check, matches no password and takes the same work.
    package func verify(_ password: Plaintext, against stored: String) async throws -> PasswordVerdict {
        switch StoredHash(stored) {
        case .argon2(let parameters):
            let matches = try await run(cost: parameters.cost) { try Argon2.verify(password, against: stored) }
            return matches ? .matches(needsRehash: parameters != .current) : .differs
        case .bcrypt(let hash):
            let cost = Double(1 << hash.cost) / 256
            return try await run(cost: cost) { hash.verify(password) } ? .matches(needsRehash: true) : .differs
        case nil:
            try await verifyAbsent(password)
            return .differs
        }
    }

    /// Spends the work of a verification on somebody who does not exist or has no password.
    package func verifyAbsent(_ password: Plaintext) async throws {
        _ = try await run(cost: 1) { [nobody] in try Argon2.verify(password, against: nobody) }
    }

    /// Whether a stored hash should be replaced the next time its password is known.
    package static func needsRehash(_ stored: String) -> Bool { Argon2(encoded: stored) != .current }

    /// Keeps a refusal back for a quarter to three quarters of a second: who asks again and again asks less often then,
    /// and those who came together do not come back together.
    private func linger() async {
        if lingering.add(1, ordering: .relaxed).newValue <= Self.mostLingering {
            await Loops.pause(for: .milliseconds(Int.random(in: 250...750)))
        }
        lingering.subtract(1, ordering: .relaxed)
    }

    private func run<Value: Sendable>(
        cost: Double,
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        do {
            return try await queued(cost: cost, work)
        } catch let refusal as PasswordHasherOverloaded {
            await linger()
            throw refusal
        }
    }

    private func queued<Value: Sendable>(
        cost: Double,
        _ work: @escaping @Sendable () throws -> Value
    ) async throws -> Value {
        let isCancelled = CancellationFlag()
        return try await withTaskCancellationHandler {
            try await withCheckedThrowingContinuation { continuation in
                let retryAfter = threads.submit(cost: cost) {
                    // Nobody waits any more: leave the core to the others.
                    guard !isCancelled.isSet else { return { continuation.resume(throwing: CancellationError()) } }
                    let outcome = Result(catching: work)
                    return { continuation.resume(with: outcome) }
                }
                if let retryAfter {
                    continuation.resume(throwing: PasswordHasherOverloaded(retryAfter: .seconds(retryAfter)))
                }
            }
        } onCancel: {
            isCancelled.set()
        }
    }
}

/// What comparing a password with a stored hash gave.
package enum PasswordVerdict: Hashable, Sendable {
    /// It is the password. `needsRehash`: store a new hash of it now, the old one is weaker than today's.
    case matches(needsRehash: Bool)
    case differs
}

/// Too many passwords are being hashed already: answer 503 with `Retry-After`.
package struct PasswordHasherOverloaded: Error, Hashable, Sendable {
    package let retryAfter: Duration
}

/// A stored password hash we can check.
private enum StoredHash {
    case argon2(Argon2)
    case bcrypt(Bcrypt)

    init?(_ text: String) {
        if let parameters = Argon2(encoded: text) {
            self = .argon2(parameters)
        } else if let bcrypt = Bcrypt(encoded: text) {
            self = .bcrypt(bcrypt)
        } else {
            return nil
        }
    }
}

private final class CancellationFlag: Sendable {
    private let flag = Atomic<Bool>(false)
    var isSet: Bool { flag.load(ordering: .relaxed) }
    func set() { flag.store(true, ordering: .relaxed) }
}
