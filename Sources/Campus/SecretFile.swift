import Foundation
import Glibc

/// The installation's secret in its data directory, for an installation that runs its own database and was given none.
struct SecretFile {
    private let path: String

    init(dataDirectory: String) { path = dataDirectory + "/secret" }

    /// The secret; made by the first process, and readable by nobody else.
    func read() throws -> String {
        let made = (0..<32).map { _ in UInt8.random(in: .min ... .max) }
        let text = Data(made).base64EncodedString()
        let file = open(path, O_WRONLY | O_CREAT | O_EXCL | O_CLOEXEC, 0o600)
        if file >= 0 {
            defer { close(file) }
            guard write(file, text, text.utf8.count) == text.utf8.count, fsync(file) == 0 else {
                throw InvalidSetting(name: "--data-directory", reason: "the file secret cannot be written there")
            }
            return text
        }
        guard let stored = try? String(contentsOfFile: path, encoding: .utf8).filter({ !$0.isWhitespace }),
            stored.utf8.count >= 16
        else { throw InvalidSetting(name: "--data-directory", reason: "the file secret in it cannot be read") }
        return stored
    }
}
