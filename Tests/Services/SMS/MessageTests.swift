import AuthAPI
import Campus
import CampusTestKit
import Endpoints
import Events
import FoundationEssentials
import Postgres
import SMSAPI
import SMSService
import TestKit
import Testing
import Values

@Suite("Text messages on their way", .serialized, .timeLimit(.minutes(5)))
struct MessageTests {
    @Test("A text goes out once, and nothing of what it said is kept")
    func once() async throws {
        try await TestCampus.run { campus in
            try await campus.request(body: "482913 is your code.")
            try await campus.eventually { campus.texts.lines.count == 1 }
            #expect(
                campus.texts.lines
                    == [#"{"event":"sms.sent","to":"+254700000001","body":"482913 is your code."}"#]
            )
            let admin = try await campus.admin()
            try await campus.eventually {
                try await admin.get("/api/sms/messages").json["messages"]?.array?.first?["status"]?.string == "sent"
            }
            let answer = try await admin.get("/api/sms/messages")
            #expect(answer.status == 200)
            let message = try #require(answer.json["messages"]?.array?.first?.object)
            #expect(
                message.members.map(\.name).sorted() == [
                    "attempts", "created_at", "id", "kind", "provider", "recipient", "sent_at", "status",
                ]
            )
            #expect(message["kind"]?.string == "sign_in" && message["provider"]?.string == "console")
            #expect(answer.json["total"] == 1 && !answer.text.contains("482913"))
            try await campus.eventually("the code is still stored") {
                try await campus.database.platform(reason: "test").value(
                    """
                    select not exists (select from events.outbox where payload::text like '%482913%')
                        and not exists (select from events.jobs where payload::text like '%482913%')
                        and not exists (select from sms.messages m where m::text like '%482913%')
                    """
                ) == true
            }
        }
    }

    @Test("Who is no admin sees no messages, and an admin none of another school")
    func access() async throws {
        try await TestCampus.run { campus in
            try await campus.request(body: "x")
            try await campus.eventually { campus.texts.lines.count == 1 }
            let paths = ["/api/sms/messages", "/api/sms/costs", "/api/sms/provider"]
            for path in paths {
                #expect(try await campus.anonymous.get(path).status == 401)
                #expect(try await campus.teacher().get(path).status == 403)
            }
            let elsewhere = try await campus.admin(in: .second)
            #expect(try await elsewhere.get("/api/sms/messages").json["total"] == 0)
            #expect(try await elsewhere.get("/api/sms/costs").json["sent"] == 0)
            #expect(try await elsewhere.get("/api/sms/provider").status == 403)
        }
    }

    @Test("A text that is over its budget, or for a number we do not send to, fails with the reason and is not sent")
    func refused() async throws {
        let change: @Sendable (inout Settings) -> Void = { $0.textMessages.limits.perNumber = 1 }
        try await TestCampus.run(change) { campus in
            try await campus.request(body: "first")
            try await campus.request(body: "second")
            try await campus.request(body: "third", to: "+15005550006")
            let admin = try await campus.admin()
            try await campus.eventually {
                try await admin.get("/api/sms/messages?status=failed").json["total"] == 2
            }
            let failures = try await admin.get("/api/sms/messages?status=failed").json["messages"]?.array ?? []
            #expect(
                Set(failures.compactMap { $0["failure"]?.string }) == ["number_budget", "prefix_not_allowed"]
            )
            try await campus.eventually { campus.texts.lines.count == 1 }
        }
    }

    @Test("A code that has expired is not sent")
    func expired() async throws {
        try await TestCampus.run { campus in
            try await campus.request(body: "late", validFor: -1)
            let admin = try await campus.admin()
            try await campus.eventually {
                let messages = try await admin.get("/api/sms/messages").json["messages"]?.array
                return messages?.first?["failure"]?.string == "expired"
            }
            #expect(campus.texts.lines.isEmpty)
        }
    }

    @Test("A provider that fails for a while is asked again; one that refuses for good is not")
    func retries() async throws {
        try await HTTPStub.with { stub in
            let change: @Sendable (inout Settings) -> Void = { $0.textMessages.provider = .stubbed(stub) }
            try await TestCampus.run(change) { campus in
                stub.answer { count, _ in
                    count == 0
                        ? .init(503, "{}") : .init(201, #"{"sid":"SM1","price":"-0.0075","price_unit":"USD"}"#)
                }
                try await campus.request(body: "first")
                let admin = try await campus.admin()
                try await campus.eventually {
                    try await admin.get("/api/sms/messages?status=sent").json["total"] == 1
                }
                #expect(stub.asked.count == 2)
                stub.answer { _, _ in .init(400, #"{"code":21211}"#) }
                try await campus.request(body: "second")
                try await campus.eventually {
                    try await admin.get("/api/sms/messages?status=failed").json["total"] == 1
                }
                #expect(stub.asked.count == 3)
                let failed = try await admin.get("/api/sms/messages?status=failed").json["messages"]?.array?.first
                #expect(failed?["failure"]?.string == "invalid_number")
            }
        }
    }

    @Test("The month's costs are summed by currency, to the millionth")
    func costs() async throws {
        try await HTTPStub.with(.init(201, #"{"sid":"SM1","price":"-0.00755","price_unit":"USD"}"#)) { stub in
            let change: @Sendable (inout Settings) -> Void = { $0.textMessages.provider = .stubbed(stub) }
            try await TestCampus.run(change) { campus in
                for _ in 0..<3 { try await campus.request(body: "x") }
                let admin = try await campus.admin()
                try await campus.eventually { try await admin.get("/api/sms/costs").json["sent"] == 3 }
                let answer = try await admin.get("/api/sms/costs")
                let month = String(Timestamp.text(Date()).prefix(7))
                #expect(
                    answer.json == [
                        "success": true, "month": .string(month), "queued": 0, "sent": 3, "delivered": 0, "failed": 0,
                        "costs": [["currency": "USD", "amount_micros": 22650, "messages": 3]],
                    ]
                )
                let past = try await admin.get("/api/sms/costs?month=2020-02")
                #expect(past.json["costs"] == [] && past.json["sent"] == 0)
                #expect(try await admin.get("/api/sms/costs?month=2020-13").status == 422)
            }
        }
    }
}

extension TextMessageSettings.Provider {
    /// Twilio, played by a server of the test.
    static func stubbed(_ stub: HTTPStub) -> Self {
        .twilio(TwilioAccount(sid: "AC1", authToken: "token-1", baseURL: stub.url, sender: "+15005550006"))
    }
}

extension TestCampus {
    /// Announces that somebody is to have a text.
    func request(body: String, to number: String = "+254700000001", validFor seconds: Double = 300) async throws {
        let request = TextMessageRequested(
            to: try PhoneNumber(parsing: number),
            body: body,
            kind: .signIn,
            userID: nil,
            validUntil: Date(timeIntervalSinceNow: seconds)
        )
        try await database.tenant(schools[0].id) { _ = try $0.announce(request) }
    }
}
