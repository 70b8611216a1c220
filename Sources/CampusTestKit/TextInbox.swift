import Synchronization
import Values

/// The phones of a test's world: the lines that the console provider of text messages printed, oldest first.
package final class TextInbox: Sendable {
    private let received = Mutex<[String]>([])

    /// The lines as scripts see them.
    package var lines: [String] { received.withLock { $0 } }

    @Sendable func receive(_ line: String) { received.withLock { $0.append(line) } }

    /// What was sent to a number, oldest first.
    package func bodies(to number: String) -> [String] {
        lines.compactMap { line in
            guard let sent = try? JSON(parsing: Array(line.utf8)), sent["to"]?.string == number else { return nil }
            return sent["body"]?.string
        }
    }

    /// The codes that were sent to a number, oldest first: a message begins with its code.
    package func codes(to number: String) -> [String] { bodies(to: number).map { String($0.prefix(6)) } }
}

extension TestCampus {
    /// The `count`th code that was sent to a number, waited for.
    package func code(to number: String, number count: Int = 1) async throws -> String {
        try await eventually("no code came to \(number)") { texts.codes(to: number).count >= count }
        return texts.codes(to: number)[count - 1]
    }
}
