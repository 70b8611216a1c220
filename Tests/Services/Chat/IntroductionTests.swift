import Campus
import CampusTestKit
import Endpoints
import HTTPTypes
import Testing
import Values

/// Rows C1 to C5 of the chat platform's contract, on the service's own port.
@Suite("The chat proxy's contract: who answers", .timeLimit(.minutes(5)))
struct IntroductionTests {
    @Test("C1, C2, C3: who answers, and how it is")
    func health() async throws {
        try await TestCampus.run { campus in
            try await campus.atChat { chat in
                #expect(
                    try await chat.get("/").json
                        == ["message": "Flowise Proxy Service", "version": "1.0.0", "status": "running"]
                )
                let health = try await chat.get("/health").json
                #expect(health["status"] == "healthy")
                #expect(health["service"] == "flowise-proxy-service")
                #expect(health["database"]?["connection"] == "connected")
                #expect((health["database"]?["collections_count"]?.integer ?? 0) >= 5)
                let names = [
                    "users", "chatflows", "user_chatflows", "refresh_tokens", "chat_sessions", "chat_messages",
                    "file_uploads",
                ]
                for name in names { #expect(health["collections"]?[name] == true, "\(name)") }
                #expect(health["gridfs"] == ["collections_present": true, "files_count": 0, "status": "healthy"])
                let status = try await chat.get("/collections/status").json
                #expect(status["setup_status"]?["setup_completed"] == true)
                #expect(status["setup_status"]?["collections_status"]?["users"] == true)
                #expect(status["health_status"]?["overall_health"] == "healthy")
                #expect(try await chat.get("/nowhere").json["detail"] == "Not Found")
            }
            #expect(try await campus.anonymous.get("/collections/status").status == 200)
            #expect(try await campus.anonymous.get("/health").json["service"] == "api-gateway")
        }
    }

    @Test("C4: whether Flowise is set up, not where")
    func information() async throws {
        try await TestCampus.run { campus in
            let info = try await campus.anonymous.get("/info").json
            #expect(info["flowise_url"] == "not configured")
            #expect(info["endpoints"]?.object?.members.map(\.name).count == 4)
        }
        try await SyncedCampus.run { world in
            let info = try await world.campus.anonymous.get("/info")
            #expect(info.json["flowise_url"] == "configured")
            #expect(!info.text.contains("127.0.0.1"))
        }
    }

    @Test("C5: the document, and a page of it that loads nothing from elsewhere")
    func documentation() async throws {
        try await TestCampus.run { campus in
            try await campus.atChat { chat in
                let document = try await chat.get("/openapi.json")
                #expect(document.headers[.contentType] == "application/json; charset=utf-8")
                #expect(document.json["openapi"] == "3.1.0")
                #expect(document.json["paths"]?["/api/v1/chat/sessions"]?["get"] != nil)
                for path in ["/docs", "/redoc"] {
                    let page = try await chat.get(path)
                    #expect(page.headers[.contentType] == "text/html; charset=utf-8")
                    #expect(page.text.contains("<code>POST /api/v1/admin/chatflows/sync</code>"))
                    #expect(!page.text.contains("<script"))
                    #expect(!page.text.contains("http://"))
                    #expect(page.headers[.contentSecurityPolicy]?.contains("default-src 'none'") == true)
                }
            }
        }
    }
}

extension TestCampus {
    /// The chat service's own port, as somebody who is not signed in.
    fileprivate func atChat(_ test: @escaping @Sendable (PlatformClient) async throws -> Void) async throws {
        let service = try #require(campus.services.first { $0.identity.name == "chat" })
        let (ports, port) = AsyncStream<Int>.makeStream()
        let listener = HTTPListener(
            host: "127.0.0.1",
            port: 0,
            logger: campus.parts.logger,
            onRunning: { port.yield($0) },
            responder: campus.responder(of: service)
        )
        try await withThrowingTaskGroup(of: Void.self) { group in
            group.addTask { try await listener.run() }
            defer { group.cancelAll() }
            let found = try #require(await ports.first { _ in true })
            try await test(PlatformClient(baseURL: "http://127.0.0.1:\(found)", client: http))
        }
    }
}
