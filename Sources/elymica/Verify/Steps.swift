import Foundation

/// Runs the steps of a check one after the other and prints a line for each.
struct Steps {
    private(set) var passed = 0
    private(set) var failed = 0
    private let clock = ContinuousClock()
    private let began = ContinuousClock.now

    /// Runs a step unless one before it failed; `nil` when it was not run or failed.
    @discardableResult
    mutating func run<T>(_ name: String, _ step: () async throws -> T) async -> T? {
        guard failed == 0 else {
            Console.say("  –      skipped  \(name)")
            return nil
        }
        let start = clock.now
        do {
            let value = try await step()
            passed += 1
            report("ok", since: start, name)
            return value
        } catch {
            failed += 1
            report("FAILED", since: start, "\(name): \(Console.message(of: error))")
            return nil
        }
    }

    /// The last line; whether all passed.
    func conclude() -> Bool {
        Console.say("\(passed) passed, \(failed) failed in \(Self.text(clock.now - began)).")
        return failed == 0
    }

    private func report(_ outcome: String, since start: ContinuousClock.Instant, _ text: String) {
        let time = Self.text(clock.now - start)
        let padding = String(repeating: " ", count: max(1, 8 - time.count))
        Console.say("  \(outcome.padding(toLength: 6, withPad: " ", startingAt: 0))\(padding)\(time)  \(text)")
    }

    private static func text(_ duration: Duration) -> String {
        let milliseconds = duration.components.seconds * 1000 + duration.components.attoseconds / 1_000_000_000_000_000
        return milliseconds < 10_000 ? "\(milliseconds) ms" : "\(milliseconds / 1000) s"
    }
}

/// A step found something other than it should be.
struct Unexpected: Error, CustomStringConvertible {
    let description: String
    init(_ description: String) { self.description = description }
}
