import Access
import Foundation
import Testing
import Values

@Suite("Refresh tokens", .timeLimit(.minutes(15)))
struct RefreshTokenTests {
    private let session = SessionID()
    private let secret: RefreshSecret

    init() throws { secret = try RefreshSecret("sixteen bytes or more".utf8) }

    @Test("A generation's token is always the same, is small, and is recognised")
    func roundTrip() throws {
        let token = RefreshToken.make(session: session, counter: 41, secret: secret)
        #expect(token == RefreshToken.make(session: session, counter: 41, secret: secret))
        #expect(token.text.hasPrefix("rt1.\(session).41.") && token.text.utf8.count < 100)
        let parsed = try #require(RefreshToken.parse(token.text))
        #expect(parsed == token)
        #expect(parsed.isAuthentic(secret: secret))
    }

    @Test("Another session, generation, signature or secret is not authentic")
    func forgery() throws {
        let token = RefreshToken.make(session: session, counter: 1, secret: secret)
        let parts = token.text.split(separator: ".").map(String.init)
        for text in [
            "rt1.\(SessionID()).1.\(parts[3])", "rt1.\(session).2.\(parts[3])", "rt1.\(session).11.\(parts[3])",
            "rt1.\(session).1.\(String(repeating: "A", count: 43))",
        ] {
            #expect(try !#require(RefreshToken.parse(text)).isAuthentic(secret: secret))
        }
        #expect(try !token.isAuthentic(secret: RefreshSecret("another secret, longer".utf8)))
        #expect(throws: InvalidKey.self) { try RefreshSecret("short".utf8) }
    }

    @Test("Only the one spelling of a token is parsed")
    func strictness() {
        let text = RefreshToken.make(session: session, counter: 7, secret: secret).text
        let signature = text.split(separator: ".")[3]
        for other in [
            "", "rt1", text + ".", text + "=", " " + text, text + "\n", text.uppercased(),
            text.replacing("rt1.", with: "rt2."), "rt1.\(session).07.\(signature)", "rt1.\(session).+7.\(signature)",
            "rt1.\(session).-7.\(signature)", "rt1.\(session).٧.\(signature)", "rt1.\(session)..\(signature)",
            "rt1.\(session.description.uppercased()).7.\(signature)",
            "rt1.\(session).99999999999999999999.\(signature)",
            "rt1.\(session).7.\(signature.dropLast())", "rt1.\(session).7.\(signature.dropLast())=",
            String(repeating: "a", count: 1_000_000), "eyJhbGciOiJIUzI1NiJ9.e30.abc",
        ] {
            #expect(RefreshToken.parse(other) == nil, "\(other.prefix(80))")
        }
        // 32 bytes leave two unused bits in the last character: three other spellings of the same signature.
        let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"
        let accepted = alphabet.filter { digit in
            RefreshToken.parse(String(text.dropLast()) + String(digit))?.isAuthentic(secret: secret) == true
        }
        #expect(accepted == String(text.suffix(1)))
    }
}

@Suite("Refresh rotation", .timeLimit(.minutes(15)))
struct RotationDecisionTests {
    private static let start = TokenForge.now
    private static let grace: [Duration] = [.zero, .seconds(30), .seconds(60)]

    private func state(counter: Int, rotatedSecondsAgo ages: [Double] = []) -> RotationState {
        RotationState(
            counter: counter,
            rotatedAt: ages.map { Self.start.addingTimeInterval(-$0) },
            idleUntil: Self.start.addingTimeInterval(100),
            absoluteUntil: Self.start.addingTimeInterval(1000)
        )
    }

    private func decide(_ counter: Int, _ state: RotationState, grace: Duration = .seconds(30)) -> RotationDecision {
        .decide(counter: counter, state: state, grace: grace, at: Self.start)
    }

    @Test("The current token rotates, whatever the grace", arguments: grace)
    func current(grace: Duration) {
        #expect(decide(0, state(counter: 0), grace: grace) == .rotate)
        #expect(decide(9, state(counter: 9, rotatedSecondsAgo: [1, 2, 3, 4]), grace: grace) == .rotate)
    }

    @Test("A token replaced a moment ago gives the current one again, up to the end of the grace and not beyond")
    func replay() {
        #expect(decide(4, state(counter: 5, rotatedSecondsAgo: [0])) == .repeatCurrent)
        #expect(decide(4, state(counter: 5, rotatedSecondsAgo: [30])) == .repeatCurrent)
        #expect(decide(4, state(counter: 5, rotatedSecondsAgo: [30.001])) == .reuse)
        #expect(decide(4, state(counter: 5, rotatedSecondsAgo: [59]), grace: .seconds(60)) == .repeatCurrent)
    }

    @Test("Without grace any replay is refused, and nothing more")
    func strict() {
        for counter in 0..<5 {
            #expect(
                decide(counter, state(counter: 5, rotatedSecondsAgo: [0, 0, 0, 0]), grace: .zero) == .refuse(.replayed)
            )
        }
    }

    @Test("A token further back is judged by when it was replaced itself, not by the last rotation")
    func furtherBack() {
        let busy = state(counter: 9, rotatedSecondsAgo: [1, 20, 40, 50])
        #expect(decide(8, busy) == .repeatCurrent)
        #expect(decide(7, busy) == .repeatCurrent)
        #expect(decide(6, busy) == .reuse)
        #expect(decide(5, busy) == .reuse)
        #expect(decide(4, state(counter: 9, rotatedSecondsAgo: [1, 1, 1, 1])) == .reuse)
        #expect(decide(-1, state(counter: 0)) == .reuse)
    }

    @Test("A session that ended or expired gives nothing, to no generation")
    func ended() {
        var revoked = state(counter: 5, rotatedSecondsAgo: [1])
        revoked.revokedAt = Self.start
        var idle = state(counter: 5, rotatedSecondsAgo: [1])
        idle.idleUntil = Self.start
        var old = state(counter: 5, rotatedSecondsAgo: [1])
        old.absoluteUntil = Self.start
        for counter in 3...6 {
            #expect(decide(counter, revoked) == .refuse(.revoked))
            #expect(decide(counter, idle) == .refuse(.expired))
            #expect(decide(counter, old) == .refuse(.expired))
        }
    }

    @Test("A generation that the database has not reached is refused without suspicion")
    func ahead() {
        #expect(decide(6, state(counter: 5, rotatedSecondsAgo: [1])) == .refuse(.ahead))
    }

    @Test("A clock that was set back does not make a lost answer into theft")
    func clockSetBack() {
        #expect(decide(4, state(counter: 5, rotatedSecondsAgo: [-5])) == .repeatCurrent)
    }

    @Test("Rotating keeps the session alive for the idle time, never past its end, and remembers four rotations")
    func rotated() {
        var current = state(counter: 0)
        for step in 1...6 {
            current = current.rotated(at: Self.start.addingTimeInterval(Double(step)), idle: .seconds(600))
        }
        #expect(current.counter == 6)
        #expect(current.rotatedAt == [6, 5, 4, 3].map { Self.start.addingTimeInterval($0) })
        #expect(current.idleUntil == Self.start.addingTimeInterval(606))
        #expect(
            current.rotated(at: Self.start.addingTimeInterval(900), idle: .seconds(600)).idleUntil
                == current.absoluteUntil
        )
    }

    @Test(
        "Whatever order clients refresh in, there is one chain, and an honest client within the grace is never lost",
        arguments: 0..<40
    )
    func model(seed: Int) {
        var random = SplitMix(state: UInt64(seed))
        var now = Self.start
        var session = RotationState(
            counter: 0,
            idleUntil: .distantFuture,
            absoluteUntil: .distantFuture
        )
        /// What each generation was replaced at, kept for ever: the truth that the bounded state is checked against.
        var replacedAt: [Int: Date] = [:]
        for _ in 0..<300 {
            now += Double(random.next() % 20)
            let shown = max(0, session.counter - Int(random.next() % 7))
            let decision = RotationDecision.decide(counter: shown, state: session, grace: .seconds(30), at: now)
            if shown == session.counter {
                #expect(decision == .rotate, "seed \(seed)")
                replacedAt[shown] = now
                session = session.rotated(at: now, idle: .seconds(600))
            } else {
                let age = now.timeIntervalSince(replacedAt[shown] ?? .distantPast)
                let isRemembered = session.counter - shown <= RotationState.memory
                #expect(decision == (age <= 30 && isRemembered ? .repeatCurrent : .reuse), "seed \(seed)")
            }
        }
    }
}

/// A small seeded generator, so that a failing run can be repeated.
private struct SplitMix: RandomNumberGenerator {
    var state: UInt64

    mutating func next() -> UInt64 {
        state &+= 0x9e37_79b9_7f4a_7c15
        var mixed = state
        mixed = (mixed ^ (mixed >> 30)) &* 0xbf58_476d_1ce4_e5b9
        mixed = (mixed ^ (mixed >> 27)) &* 0x94d0_49bb_1331_11eb
        return mixed ^ (mixed >> 31)
    }
}
