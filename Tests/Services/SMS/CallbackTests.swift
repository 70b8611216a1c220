import Access
import Campus
import CampusTestKit
import Crypto
import Endpoints
import FoundationEssentials
import Postgres
import SMSAPI
import SMSService
import TestKit
import Testing
import Values

@Suite("Delivery reports", .serialized, .timeLimit(.minutes(5)))
struct CallbackTests {
    private static let twilioPath = "/api/sms/callbacks/twilio"

    /// As Twilio documents it: the address, then names and values in the order of the names.
    private func signature(_ fields: [String: String], token: String = "token-1") -> String {
        var text = "https://campus.example.com" + Self.twilioPath
        for (name, value) in fields.sorted(by: { $0.key < $1.key }) { text += name + value }
        let key = SymmetricKey(data: Array(token.utf8))
        return Data(HMAC<Insecure.SHA1>.authenticationCode(for: Array(text.utf8), using: key)).base64EncodedString()
    }

    private func post(
        _ campus: TestCampus,
        _ path: String,
        _ fields: [String: String],
        signature: String? = nil
    ) async throws -> PlatformClient.Answer {
        let body = fields.map { "\(PercentEncoding.encode($0.key))=\(PercentEncoding.encode($0.value))" }
            .joined(separator: "&")
        var headers = ["Content-Type": "application/x-www-form-urlencoded"]
        headers["X-Twilio-Signature"] = signature
        return try await campus.anonymous.send("POST", path, body: Array(body.utf8), headers: headers)
    }

    private func report(_ campus: TestCampus, _ status: String, of sid: String = "SM1") async throws -> Int {
        let fields = ["MessageSid": sid, "MessageStatus": status, "To": "+254 700", "Empty": "", "ErrorCode": "30003"]
        return try await post(campus, Self.twilioPath, fields, signature: signature(fields)).status
    }

    private func status(_ campus: TestCampus) async throws -> String? {
        try await campus.database.tenant(campus.schools[0].id).value("select status from sms.messages")
    }

    private func withTwilio(_ test: @escaping @Sendable (TestCampus) async throws -> Void) async throws {
        let taken = HTTPStub.Answer(201, #"{"sid":"SM1","price":"-0.0075","price_unit":"USD"}"#)
        try await HTTPStub.with(taken) { stub in
            try await TestCampus.run(
                {
                    $0.textMessages.provider = .stubbed(stub)
                    $0.publicURL = "https://campus.example.com/"
                },
                test
            )
        }
    }

    @Test("A message goes forward with signed reports, in whatever order and however often they come")
    func forward() async throws {
        try await withTwilio { campus in
            try await campus.request(body: "x")
            try await campus.eventually { try await status(campus) == "sent" }
            for state in ["queued", "sent", "undelivered", "sent", "undelivered"] {
                #expect(try await report(campus, state) == 200)
            }
            #expect(try await status(campus) == "failed")
            let failure: String? = try await campus.database.tenant(campus.schools[0].id).value(
                "select failure from sms.messages"
            )
            #expect(failure == "twilio_30003")
            for state in ["delivered", "failed", "sent", "delivered"] {
                #expect(try await report(campus, state) == 200)
            }
            #expect(try await status(campus) == "delivered")
        }
    }

    @Test("A report that is faster than our own recording is not lost")
    func early() async throws {
        try await withTwilio { campus in
            #expect(try await report(campus, "delivered") == 200)
            #expect(try await report(campus, "sent") == 200)
            try await campus.request(body: "x")
            try await campus.eventually { try await status(campus) == "delivered" }
            let waiting: Int? = try await campus.database.platform(reason: "test").value(
                "select count(*) from sms.early_reports"
            )
            #expect(waiting == 0)
        }
    }

    @Test("A report that Twilio did not sign changes nothing")
    func unsigned() async throws {
        try await withTwilio { campus in
            try await campus.request(body: "x")
            try await campus.eventually { try await status(campus) == "sent" }
            let fields = ["MessageSid": "SM1", "MessageStatus": "delivered"]
            let other = ["MessageSid": "SM1", "MessageStatus": "sent"]
            for signature in [nil, "", "AAAA", signature(other), signature(fields, token: "token-2")] {
                let answer = try await post(campus, Self.twilioPath, fields, signature: signature)
                #expect(answer.status == 403)
                #expect(answer.json["code"]?.string == "invalid_signature")
            }
            #expect(try await status(campus) == "sent")
            // A signature of Twilio's is worth nothing at the other provider's address.
            #expect(try await post(campus, "/api/sms/callbacks/africastalking/x", fields).status == 404)
        }
    }

    @Test("Africa's Talking reports to an address that only it and who runs the platform know")
    func africasTalking() async throws {
        let taken = """
            {"SMSMessageData":{"Message":"Sent","Recipients":[{"statusCode":101,"cost":"KES 0.8000",\
            "messageId":"ATXid_1"}]}}
            """
        try await HTTPStub.with(.init(201, taken)) { stub in
            let account = AfricasTalkingAccount(username: "u", apiKey: "key-1", baseURL: stub.url, sender: nil)
            try await TestCampus.run(
                {
                    $0.textMessages.provider = .africasTalking(account)
                    $0.publicURL = "https://campus.example.com"
                },
                { campus in
                    let operatorOf = try await campus.person("Platform", .superAdmin)
                    let shown = try await operatorOf.get("/api/sms/provider")
                    #expect(shown.json["provider"]?.string == "africastalking")
                    let address = try #require(shown.json["callback_url"]?.string)
                    let path = try #require(address.split(separator: "example.com").last.map(String.init))
                    #expect(path.hasPrefix("/api/sms/callbacks/africastalking/") && path.utf8.count == 98)
                    try await campus.request(body: "x")
                    try await campus.eventually { try await status(campus) == "sent" }
                    let fields = ["id": "ATXid_1", "status": "Success", "phoneNumber": "+254700000001"]
                    #expect(try await post(campus, String(path.dropLast()) + "g", fields).status == 404)
                    #expect(try await status(campus) == "sent")
                    #expect(try await post(campus, path, fields).status == 200)
                    #expect(try await status(campus) == "delivered")
                }
            )
        }
    }
}
