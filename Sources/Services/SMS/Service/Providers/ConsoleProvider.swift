import SMSAPI
import Values

/// Writes a line on the standard output for each text, for development and demonstrations: scripts read it.
///
/// A line of its own form, and not a log record: the log hides codes.
struct ConsoleProvider: TextProvider {
    let name = TextProviderName.console
    let printLine: @Sendable (String) -> Void

    func send(_ text: OutgoingText) async throws -> TextReceipt {
        let line = SentLine(event: "sms.sent", to: text.to, body: text.body)
        printLine(String(decoding: try JSONWriter().bytes(line), as: UTF8.self))
        return TextReceipt()
    }

    func cost(of providerMessageID: String) async throws -> TextCost? { throw TextError.permanent("not_reported") }

    private struct SentLine: Encodable {
        let event: String
        let to: PhoneNumber
        let body: String
    }
}
