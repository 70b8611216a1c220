import AsyncHTTPClient
import Endpoints
import FoundationEssentials
import SMSAPI
import TestKit
import Testing
import Values

@testable import SMSService

@Suite("Providers of text messages", .timeLimit(.minutes(5)))
struct ProviderTests {
    private let text = OutgoingText(to: .example, body: "482913 is your code to sign in (École & Co).")

    private func africasTalking(_ stub: HTTPStub, sender: String? = "SUNRISE") -> AfricasTalkingProvider {
        AfricasTalkingProvider(
            account: AfricasTalkingAccount(username: "sunrise", apiKey: "key-1", baseURL: stub.url, sender: sender),
            http: ProviderClient(client: .shared)
        )
    }

    private func twilio(_ stub: HTTPStub, sender: String = "+15005550006") -> TwilioProvider {
        TwilioProvider(
            account: TwilioAccount(sid: "AC1", authToken: "token-1", baseURL: stub.url, sender: sender),
            statusCallback: "https://campus.example.com/api/sms/callbacks/twilio",
            http: ProviderClient(client: .shared)
        )
    }

    private func form(_ body: String) throws -> [String: String] {
        let form = try #require(ReportForm(body))
        return Dictionary(uniqueKeysWithValues: form.fields.map { ($0.name, $0.value) })
    }

    @Test("Africa's Talking is asked as it documents, and its price is kept exactly")
    func africasTalkingSends() async throws {
        let answer = """
            {"SMSMessageData":{"Message":"Sent to 1/1 Total Cost: KES 0.8000","Recipients":[{"statusCode":101,\
            "number":"+254700000001","status":"Success","cost":"KES 0.8000","messageId":"ATXid_1"}]}}
            """
        try await HTTPStub.with(.init(201, answer)) { stub in
            let receipt = try await africasTalking(stub).send(text)
            #expect(receipt.providerMessageID == "ATXid_1")
            #expect(receipt.cost == TextCost(amount: "0.8", currency: "KES"))
            #expect(receipt.cost?.micros == 800_000)
            let asked = try #require(stub.asked.first)
            #expect(asked.method == "POST" && asked.path == "/version1/messaging")
            #expect(asked[header: "apiKey"] == "key-1" && asked[header: "Accept"] == "application/json")
            #expect(asked[header: "Content-Type"] == "application/x-www-form-urlencoded")
            #expect(
                try form(asked.body) == [
                    "username": "sunrise", "to": "+254700000001", "message": text.body, "from": "SUNRISE",
                ]
            )
            _ = try await africasTalking(stub, sender: nil).send(text)
            #expect(try form(#require(stub.asked.last).body)["from"] == nil)
        }
    }

    private static let recipientCodes: [(code: Int, isPermanent: Bool)] = [
        (401, false), (402, false), (403, true), (404, true), (405, false), (406, true), (407, true), (409, true),
        (500, false), (501, false), (502, true), (999, false),
    ]

    @Test("What Africa's Talking says of a recipient is final or worth another try", arguments: recipientCodes)
    func africasTalkingRefusals(code: Int, isPermanent: Bool) async throws {
        let answer = #"{"SMSMessageData":{"Recipients":[{"statusCode":\#(code),"messageId":"None","cost":"0"}]}}"#
        try await HTTPStub.with(.init(201, answer)) { stub in
            let error = await #expect(throws: TextError.self) { try await africasTalking(stub).send(text) }
            #expect(error?.isPermanent == isPermanent)
        }
    }

    @Test("Twilio is asked as it documents; a messaging service sends in the place of a number")
    func twilioSends() async throws {
        let answer = #"{"sid":"SM1","status":"queued","price":null,"price_unit":"USD","error_code":null}"#
        try await HTTPStub.with(.init(201, answer)) { stub in
            let receipt = try await twilio(stub).send(text)
            #expect(receipt.providerMessageID == "SM1" && receipt.cost == nil)
            let asked = try #require(stub.asked.first)
            #expect(asked.method == "POST" && asked.path == "/2010-04-01/Accounts/AC1/Messages.json")
            #expect(asked[header: "Authorization"] == "Basic " + Data("AC1:token-1".utf8).base64EncodedString())
            #expect(
                try form(asked.body) == [
                    "To": "+254700000001", "Body": text.body, "From": "+15005550006",
                    "StatusCallback": "https://campus.example.com/api/sms/callbacks/twilio",
                ]
            )
            _ = try await twilio(stub, sender: "MG7").send(text)
            let service = try form(#require(stub.asked.last).body)
            #expect(service["MessagingServiceSid"] == "MG7" && service["From"] == nil)
        }
    }

    @Test("Twilio's price is asked for later, and is a cost however it is written")
    func twilioPrice() async throws {
        try await HTTPStub.with(.init(200, #"{"sid":"SM1","price":"-0.00750","price_unit":"USD"}"#)) { stub in
            let cost = try await twilio(stub).cost(of: "SM1")
            #expect(cost?.micros == 7500 && cost?.currency == "USD")
            #expect(stub.asked.map(\.path) == ["/2010-04-01/Accounts/AC1/Messages/SM1.json"])
            stub.answer { _, _ in .init(200, #"{"sid":"SM1","price":null,"price_unit":"USD"}"#) }
            #expect(try await twilio(stub).cost(of: "SM1") == nil)
        }
    }

    private static let twilioRefusals: [(status: Int, code: Int, isPermanent: Bool)] = [
        (400, 21211, true), (400, 21614, true), (400, 21610, true), (403, 21408, true), (400, 21606, false),
        (401, 20003, false), (400, 30999, true),
    ]

    @Test(
        "What Twilio refuses is final when it concerns the number, and not when it concerns us",
        arguments: twilioRefusals
    )
    func twilioErrors(status: Int, code: Int, isPermanent: Bool) async throws {
        try await HTTPStub.with(.init(status, #"{"code":\#(code),"message":"no","status":\#(status)}"#)) { stub in
            let error = await #expect(throws: TextError.self) { try await twilio(stub).send(text) }
            #expect(error?.isPermanent == isPermanent)
        }
    }

    @Test("A provider that is busy, broken, silent or away is asked again", arguments: [429, 500, 503])
    func temporary(status: Int) async throws {
        try await HTTPStub.with(.init(status, "busy")) { stub in
            let first = await #expect(throws: TextError.self) { try await twilio(stub).send(text) }
            let second = await #expect(throws: TextError.self) { try await africasTalking(stub).send(text) }
            #expect(first?.isPermanent == false && second?.isPermanent == false)
            stub.answer { _, _ in .init(200, "no JSON at all") }
            let odd = await #expect(throws: TextError.self) { try await africasTalking(stub).send(text) }
            #expect(odd?.isPermanent == false)
        }
        let gone = TwilioAccount(sid: "AC1", authToken: "t", baseURL: "http://127.0.0.1:9", sender: "+15005550006")
        let provider = TwilioProvider(account: gone, statusCallback: nil, http: ProviderClient(client: .shared))
        await #expect(throws: TextError.temporary("unreachable")) { try await provider.send(text) }
    }

    @Test(
        "An amount that is no amount is no cost",
        arguments: ["", "1.", ".5", "1e3", "1,5", "0x1", "12345678901", "KES"]
    )
    func amounts(text: String) {
        #expect(TextCost(amount: text, currency: "KES") == nil)
        #expect(TextCost(amount: "1", currency: "kes") == nil)
    }

    @Test("The console writes exactly the line that scripts read")
    func console() async throws {
        let inbox = Lines()
        _ = try await ConsoleProvider(printLine: inbox.receive).send(text)
        #expect(
            inbox.all == [
                #"{"event":"sms.sent","to":"+254700000001","body":"482913 is your code to sign in (École & Co)."}"#
            ]
        )
    }
}
