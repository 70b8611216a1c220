import Endpoints
import FoundationEssentials
import NIOHTTP1
import SMSAPI
import Values

/// Twilio, Programmable Messaging (`/2010-04-01/Accounts/{sid}/Messages.json`).
struct TwilioProvider: TextProvider {
    let name = TextProviderName.twilio
    let account: TwilioAccount
    /// Where it reports what becomes of a message.
    let statusCallback: String?
    let http: ProviderClient

    func send(_ text: OutgoingText) async throws -> TextReceipt {
        let isService = account.sender.hasPrefix("MG")
        let answer = try await http.post(
            messages + ".json",
            [
                "To": text.to.text, "Body": text.body, "From": isService ? nil : account.sender,
                "MessagingServiceSid": isService ? account.sender : nil, "StatusCallback": statusCallback,
            ],
            headers: headers
        )
        guard (200...299).contains(answer.status) else { throw Self.error(answer) }
        guard let sid = answer.json?["sid"]?.string, (1...100).contains(sid.utf8.count) else {
            throw TextError.temporary("no_answer")
        }
        return TextReceipt(providerMessageID: sid, cost: Self.cost(answer.json))
    }

    func cost(of providerMessageID: String) async throws -> TextCost? {
        let url = messages + "/\(PercentEncoding.encode(providerMessageID)).json"
        let answer = try await http.get(url, headers: headers)
        guard (200...299).contains(answer.status) else { throw Self.error(answer) }
        return Self.cost(answer.json)
    }

    private var messages: String { account.baseURL + "/2010-04-01/Accounts/\(account.sid)/Messages" }

    private var headers: HTTPHeaders {
        let credentials = Data("\(account.sid):\(account.authToken)".utf8).base64EncodedString()
        return ["Authorization": "Basic \(credentials)"]
    }

    /// What Twilio refuses, by its error codes: what concerns the number is final, what concerns us an operator mends.
    private static func error(_ answer: ProviderClient.Answer) -> TextError {
        guard case .integer(let code)? = answer.json?["code"] else {
            return answer.status == 401 || answer.status == 403
                ? .temporary("credentials_refused") : .permanent("refused_\(answer.status)")
        }
        return switch code {
        case 20003, 20005: .temporary("credentials_refused")
        case 20429, 14107, 21611: .temporary("provider_busy")
        case 21211, 21217, 21265, 21614: .permanent("invalid_number")
        case 21408, 21612: .permanent("no_route")
        case 21610: .permanent("recipient_blocked")
        case 21212, 21603, 21606, 21659, 21703: .temporary("invalid_sender")
        default: .permanent("twilio_\(code)")
        }
    }

    private static func cost(_ json: JSON?) -> TextCost? {
        guard let price = json?["price"]?.string, let unit = json?["price_unit"]?.string else { return nil }
        return TextCost(amount: price, currency: unit.uppercased())
    }

    /// A status callback; `nil` for one that says nothing new.
    static func report(_ form: ReportForm) -> DeliveryReport? {
        guard let id = form["MessageSid"] ?? form["SmsSid"], !id.isEmpty else { return nil }
        switch form["MessageStatus"] ?? form["SmsStatus"] {
        case "sent": return DeliveryReport(provider: .twilio, providerMessageID: id, status: .sent)
        case "delivered", "read": return DeliveryReport(provider: .twilio, providerMessageID: id, status: .delivered)
        case "failed", "undelivered", "canceled":
            let code = form["ErrorCode"].flatMap(Int.init)
            return DeliveryReport(
                provider: .twilio,
                providerMessageID: id,
                status: .failed,
                failure: code.map { "twilio_\($0)" } ?? "not_delivered"
            )
        default: return nil
        }
    }
}
