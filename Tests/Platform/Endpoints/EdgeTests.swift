import Endpoints
import Foundation
import HTTPTypes
import NIOCore
import TestKit
import Testing
import Values

@Suite("The edge", .timeLimit(.minutes(15)))
struct EdgeTests {
    @Test("One request id: the client's when it is acceptable, a new one otherwise, and in the error's body")
    func requestID() async throws {
        try await Served.run { served in
            let given = try await served.anonymous.get("/notes", headers: ["X-Request-Id": "trip-17"])
            #expect(given.headers[.requestID] == "trip-17")
            #expect(given.json["request_id"]?.string == "trip-17")
            let forged = try await served.anonymous.get("/notes", headers: ["X-Request-Id": "a b\"c"])
            #expect(forged.headers[.requestID] != "a b\"c")
            #expect(forged.headers[.xContentTypeOptions] == "nosniff")
        }
    }

    @Test("An unchanged answer is 304 to whoever knows its tag, and a large one is compressed")
    func entityTag() async throws {
        try await Served.run { served in
            let first = try await served.anonymous.get("/notes.csv")
            let tag = try #require(first.headers[.eTag])
            let again = try await served.anonymous.get("/notes.csv", headers: ["If-None-Match": tag])
            #expect(again.status == 304)
            #expect(again.bytes.isEmpty)
            let small = try await served.anonymous.get("/notes.csv", headers: ["Accept-Encoding": "gzip"])
            #expect(small.headers[.contentEncoding] == "gzip")
            #expect(small.bytes.count * 5 < first.bytes.count)
            #expect(small.bytes.starts(with: [0x1f, 0x8b]))
            #expect(
                first.headers[.contentDisposition]?.contains("filename*=UTF-8''notes%20%E2%80%93%20Wanjik%C5%A9.csv")
                    == true
            )
        }
    }
}

@Suite("The connection guard", .timeLimit(.minutes(15)))
struct ConnectionGuardTests {
    private let get = "GET /notes.csv HTTP/1.1\r\nHost: a\r\n"

    @Test(
        "A request with Upgrade is answered as plain HTTP and the connection closed",
        arguments: ["h2c", "websocket", "odd"]
    )
    func upgrade(_ name: String) async throws {
        try await Served.run { served in
            let text = try await RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: "\(get)\r\n"))
                _ = try await inbound.upTo("note,stars\n")
                try await outbound.write(.init(string: "\(get)Connection: Upgrade\r\nUpgrade: \(name)\r\n\r\n"))
                return try await inbound.toEnd()
            }
            #expect(text.components(separatedBy: "HTTP/1.1 200").count == 3)
            #expect(text.lowercased().contains("connection: close"))
        }
    }

    @Test(
        "What is not HTTP is refused as JSON and the connection closed",
        arguments: [
            ("GET / HTTP/1.1\r\nHost: a\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\n", "400"),
            ("BREW / HTTP/1.1 extra\r\n\r\n", "400"), ("GET / HTTP/1.1\r\nHost : a\r\n\r\n", "400"),
            ("GET / HTTP/1.1\r\nHost: a\r\nX: " + String(repeating: "a", count: 17_000) + "\r\n\r\n", "431"),
        ]
    )
    func malformed(_ request: String, _ status: String) async throws {
        try await Served.run { served in
            let text = try await RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: request))
                return try await inbound.toEnd()
            }
            #expect(text.hasPrefix("HTTP/1.1 \(status)"))
            #expect(text.contains("\"success\":false"))
        }
    }

    @Test("A body that is refused unread does not hold the connection")
    func unreadBody() async throws {
        try await Served.run { served in
            let text = try await RawConnection.open(port: served.port) { inbound, outbound in
                let head = "POST /notes/a HTTP/1.1\r\nHost: a\r\nAuthorization: Bearer student\r\n"
                try await outbound.write(.init(string: head + "Content-Length: 99999999\r\n\r\n{"))
                return try await inbound.toEnd()
            }
            #expect(text.hasPrefix("HTTP/1.1 413"))
        }
    }
}
