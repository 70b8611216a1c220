import NIOHTTP1
import SMSAPI
import Values

/// Africa's Talking, bulk SMS API (`POST /version1/messaging`).
struct AfricasTalkingProvider: TextProvider {
    let name = TextProviderName.africasTalking
    let account: AfricasTalkingAccount
    let http: ProviderClient

    func send(_ text: OutgoingText) async throws -> TextReceipt {
        let answer = try await http.post(
            account.baseURL + "/version1/messaging",
            ["username": account.username, "to": text.to.text, "message": text.body, "from": account.sender],
            headers: ["apiKey": account.apiKey]
        )
        // The key, the user name or our sender: an operator mends that.
        if answer.status == 401 || answer.status == 403 { throw TextError.temporary("credentials_refused") }
        guard (200...299).contains(answer.status) else { throw TextError.permanent("refused_\(answer.status)") }
        let data = answer.json?["SMSMessageData"]
        guard let recipient = data?["Recipients"]?.array?.first else {
            // No recipient at all is about the request, such as `InvalidSenderId`.
            throw TextError.temporary(data?["Message"]?.string == "InvalidSenderId" ? "invalid_sender" : "no_answer")
        }
        guard case .integer(let code)? = recipient["statusCode"] else { throw TextError.temporary("no_answer") }
        if let error = Self.error(code) { throw error }
        guard let id = recipient["messageId"]?.string, id != "None", (1...100).contains(id.utf8.count) else {
            throw TextError.temporary("no_answer")
        }
        return TextReceipt(providerMessageID: id, cost: Self.cost(recipient["cost"]?.string))
    }

    /// Costs come with the receipt or never.
    func cost(of providerMessageID: String) async throws -> TextCost? { throw TextError.permanent("not_reported") }

    /// The documented codes: 100 to 102 are processed, sent and queued.
    private static func error(_ code: Int) -> TextError? {
        switch code {
        case 100...102: nil
        case 401: .temporary("risk_hold")
        case 402: .temporary("invalid_sender")
        case 403: .permanent("invalid_number")
        case 404: .permanent("unsupported_number")
        case 405: .temporary("insufficient_balance")
        case 406: .permanent("recipient_blocked")
        case 407: .permanent("no_route")
        case 409: .permanent("do_not_disturb")
        case 500, 501: .temporary("provider_failed")
        case 502: .permanent("rejected_by_gateway")
        default: .temporary("unknown_\(code)")
        }
    }

    /// `KES 0.8000`.
    private static func cost(_ text: String?) -> TextCost? {
        let parts = (text ?? "").split(separator: " ")
        guard parts.count == 2 else { return nil }
        return TextCost(amount: String(parts[1]), currency: String(parts[0]))
    }

    /// A delivery report; `nil` for one that says nothing new.
    static func report(_ form: ReportForm) -> DeliveryReport? {
        guard let id = form["id"], !id.isEmpty else { return nil }
        switch form["status"] {
        case "Sent", "Submitted", "Buffered":
            return DeliveryReport(provider: .africasTalking, providerMessageID: id, status: .sent)
        case "Success": return DeliveryReport(provider: .africasTalking, providerMessageID: id, status: .delivered)
        case "Rejected", "Failed", "AbsentSubscriber", "Expired":
            let reason = form["failureReason"].map(Self.reason) ?? "not_delivered"
            return DeliveryReport(provider: .africasTalking, providerMessageID: id, status: .failed, failure: reason)
        default: return nil
        }
    }

    /// `InsufficientCredit` as `insufficient_credit`; anything odd as `not_delivered`.
    private static func reason(_ name: String) -> String {
        guard (1...40).contains(name.utf8.count), name.allSatisfy({ $0.isASCII && $0.isLetter }) else {
            return "not_delivered"
        }
        return name.reduce(into: "") { text, letter in
            if letter.isUppercase, !text.isEmpty { text += "_" }
            text += letter.lowercased()
        }
    }
}
