import AuthService
import Dispatch
import Glibc
import Synchronization
import Testing

@Suite("Password hashing", .timeLimit(.minutes(15)))
struct PasswordHasherTests {
    private func plain(_ text: String) throws -> Plaintext { try #require(Plaintext(text)) }

    @Test("A password matches its own hash and no other, and two hashes of it differ")
    func roundTrip() async throws {
        let hasher = try PasswordHasher()
        let first = try await hasher.hash(plain("Sunrise-2026"))
        let second = try await hasher.hash(plain("Sunrise-2026"))
        #expect(first.hasPrefix("$argon2id$v=19$m=19456,t=2,p=1$"))
        #expect(first != second)
        #expect(try await hasher.verify(plain("Sunrise-2026"), against: first) == .matches(needsRehash: false))
        #expect(try await hasher.verify(plain("Sunrise-2027"), against: first) == .differs)
        #expect(try await hasher.verify(plain(""), against: first) == .differs)
        #expect(!PasswordHasher.needsRehash(first))
    }

    @Test("A hash made elsewhere with other parameters matches and asks to be renewed")
    func foreignArgon2() async throws {
        let stored = Self.cheapArgon2
        #expect(
            try await PasswordHasher().verify(plain("Sunrise-2026"), against: stored) == .matches(needsRehash: true)
        )
        #expect(try await PasswordHasher().verify(plain("sunrise-2026"), against: stored) == .differs)
        #expect(PasswordHasher.needsRehash(stored))
    }

    @Test(
        "bcrypt hashes of the old systems match in all three spellings and ask to be renewed",
        arguments: ["2a", "2b", "2y"]
    )
    func bcrypt(variant: String) async throws {
        let stored = Self.bcrypt.replacing("$2b$", with: "$\(variant)$")
        let hasher = try PasswordHasher()
        #expect(try await hasher.verify(plain("Sunrise-2026"), against: stored) == .matches(needsRehash: true))
        #expect(try await hasher.verify(plain("Sunrise-2027"), against: stored) == .differs)
        #expect(try await hasher.verify(plain("Sunrise-2026\0"), against: stored) == .differs)
    }

    @Test("bcrypt sees 72 bytes, as the systems that made the hash did")
    func longBcrypt() async throws {
        let hasher = try PasswordHasher()
        let long = String(repeating: "a", count: 72)
        #expect(try await hasher.verify(plain(long), against: Self.longBcrypt) == .matches(needsRehash: true))
        #expect(
            try await hasher.verify(plain(long + String(repeating: "b", count: 900)), against: Self.longBcrypt)
                == .matches(needsRehash: true)
        )
        #expect(try await hasher.verify(plain(String(long.dropLast())), against: Self.longBcrypt) == .differs)
    }

    @Test(
        "A stored text that is no hash, or one too dear to check, matches nothing",
        arguments: [
            "", "!", "*", "Sunrise-2026", "$argon2id$v=19$m=19456,t=2,p=1$", "$1$salt$hash",
            "$argon2id$v=19$m=4194304,t=2,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
            "$argon2id$v=19$m=19456,t=4000000,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
            "$argon2id$v=19$m=19456,t=2,p=1000$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
            "$argon2d$v=19$m=19456,t=2,p=1$c29tZXNhbHQ$aGFzaGhhc2hoYXNoaGFzaA",
            "$2b$31$Rts8eQvwVOrWlOfwwS5SCe1QY3LrsPB/8DzYf7uGdUqSpJv3G2G7C",
        ]
    )
    func unusable(stored: String) async throws {
        #expect(try await PasswordHasher().verify(plain("Sunrise-2026"), against: stored) == .differs)
    }

    @Test("A flood is turned away with a time to come back, and the pool works again afterwards")
    func overload() async throws {
        let hasher = try PasswordHasher(threads: 1, patience: .milliseconds(100))
        let password = try plain("Sunrise-2026")
        let outcomes = await withTaskGroup(of: Result<String, any Error>.self) { group in
            for _ in 0..<200 {
                group.addTask {
                    do { return .success(try await hasher.hash(password)) } catch { return .failure(error) }
                }
            }
            return await group.reduce(into: []) { $0.append($1) }
        }
        let refusals = outcomes.compactMap { outcome -> PasswordHasherOverloaded? in
            if case .failure(let error) = outcome { error as? PasswordHasherOverloaded } else { nil }
        }
        let hashes = outcomes.compactMap { try? $0.get() }
        #expect(hashes.count + refusals.count == 200)
        #expect(!hashes.isEmpty && !refusals.isEmpty)
        #expect(refusals.allSatisfy { $0.retryAfter >= .seconds(1) })
        #expect(try await hasher.verify(password, against: hashes[0]) == .matches(needsRehash: false))
    }

    @Test("What will want a hash is refused before it begins, when there are too many like it")
    func expectation() async throws {
        let hasher = try PasswordHasher(threads: 1, patience: .milliseconds(100))
        let (gate, keeper) = AsyncStream<Void>.makeStream()
        let (begun, beginner) = AsyncStream<Void>.makeStream()
        var began = begun.makeAsyncIterator()
        var expecting: [Task<Void, any Error>] = []
        for _ in 0..<5 {
            expecting.append(
                Task {
                    try await hasher.expecting {
                        beginner.yield()
                        for await _ in gate {}
                    }
                }
            )
            await began.next()
        }
        let waited = await ContinuousClock().measure {
            await #expect(throws: PasswordHasherOverloaded.self) { try await hasher.expecting {} }
        }
        #expect(waited >= .milliseconds(250), "A refusal that is told at once is asked for again at once.")
        keeper.finish()
        for task in expecting { try await task.value }
        try await hasher.expecting {}
    }

    @Test("A job that does not get on is done by a helper, and its outcome is delivered once")
    func helper() async {
        let threads = HashingThreads(threadCount: 1, patience: .seconds(2))
        let calls = Mutex(0)
        let deliveries = Mutex(0)
        let isHelped = DispatchSemaphore(value: 0)
        await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
            _ = threads.submit(cost: 1) {
                let call = calls.withLock { calls in
                    calls += 1
                    return calls
                }
                // The first is stuck until the second has come.
                if call == 1 { _ = isHelped.wait(timeout: .now() + 60) } else { isHelped.signal() }
                return {
                    let isFirst = deliveries.withLock { deliveries in
                        deliveries += 1
                        return deliveries == 1
                    }
                    if isFirst { continuation.resume() }
                }
            }
        }
        threads.stop()
        #expect(calls.withLock(\.self) == 2)
        #expect(deliveries.withLock(\.self) == 1)
    }

    @Test("A thread that hashes leaves the processor again and again while somebody else runs")
    func givingWay() async {
        let threads = HashingThreads(threadCount: 1, patience: .seconds(2))
        // The most often that a thread slept during a job: on a busy machine its helper does it, and never sleeps.
        let naps = Mutex(0)
        let isOver = Atomic(false)
        DispatchQueue.global().async {
            while !isOver.load(ordering: .relaxed) {
                Self.compute(for: .milliseconds(1))
                usleep(1000)
            }
        }
        // It looks 200 times in 100 ms.
        for _ in 0..<1000 where naps.withLock(\.self) <= 20 {
            await withCheckedContinuation { (continuation: CheckedContinuation<Void, Never>) in
                _ = threads.submit(cost: 1) {
                    let before = Self.timesAsleep
                    Self.compute(for: .milliseconds(100))
                    naps.withLock { $0 = max($0, Self.timesAsleep - before) }
                    return { continuation.resume() }
                }
            }
        }
        isOver.store(true, ordering: .relaxed)
        threads.stop()
        #expect(naps.withLock(\.self) > 20)
    }

    /// How often the calling thread gave its processor up by itself.
    private static var timesAsleep: Int {
        var usage = rusage()
        getrusage(__rusage_who_t(1), &usage)  // RUSAGE_THREAD
        return usage.ru_nvcsw
    }

    /// Computes until so much of a processor's time has gone.
    private static func compute(for time: Duration) {
        func spent() -> Duration {
            var time = timespec()
            clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time)
            return .seconds(time.tv_sec) + .nanoseconds(time.tv_nsec)
        }
        let end = spent() + time
        while spent() < end {}
    }

    @Test("Work that nobody waits for any more is not done")
    func cancellation() async throws {
        let hasher = try PasswordHasher(threads: 1, patience: .seconds(60))
        let password = try plain("Sunrise-2026")
        let tasks = (0..<50).map { _ in Task { try await hasher.hash(password) } }
        for task in tasks { task.cancel() }
        var cancelled = 0
        for task in tasks {
            if case .failure(let error) = await task.result, error is CancellationError { cancelled += 1 }
        }
        #expect(cancelled > 0)
        try await hasher.verifyAbsent(password)
    }

    @Test("A password of a megabyte is refused before any work")
    func hugePassword() {
        #expect(Plaintext(String(repeating: "A", count: 1025)) == nil)
        #expect(Plaintext(String(repeating: "A", count: 1024)) != nil)
    }
}

// Hashes of "Sunrise-2026" (and of 72 times "a") made by other programs: libargon2 from Python, crypt(3).
extension PasswordHasherTests {
    private static let cheapArgon2 =
        "$argon2id$v=19$m=1024,t=1,p=1$c29tZXNhbHRzb21lc2FsdA$3KxM0LN4qjyIGRSDppKBA8hider8vWrbTZmwt6za9Mw"
    private static let bcrypt = "$2b$04$abcdefghijklmnopqrstuuAUz2eF1FUNO3jRcz/.1i2Z2PGKxpTEy"
    private static let longBcrypt = "$2b$04$abcdefghijklmnopqrstuuBzzIgyKkz7xMWYSzkIjUSnxEQFQ0WNe"
}
