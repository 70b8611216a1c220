import Access
import Endpoints
import FoundationEssentials
import HTTPTypes
import HummingbirdCore
import Logging
import NIOCore
import Synchronization
import TestKit
import Testing

@Suite("The client's address", .timeLimit(.minutes(5)))
struct ClientAddressTests {
    private let peer = "10.0.0.1"

    /// What a responder behind the edge is told, and the headers that reach it.
    private func seen(
        _ headers: [(String, String)],
        hops: Int,
        seal: AddressSeal? = nil
    ) async throws -> (address: String?, headers: HTTPFields) {
        let edge = Edge(
            origins: PortalOrigins(),
            addresses: ClientAddresses(trustedHops: hops, seal: seal),
            logger: .quiet
        )
        let seen = Mutex<(String?, HTTPFields)>((nil, [:]))
        let responder = edge.guarding { request, address in
            seen.withLock { $0 = (address, request.headers) }
            return Reply(status: .ok)
        }
        var fields: HTTPFields = [:]
        for (name, value) in headers {
            fields.append(HTTPField(name: try #require(HTTPField.Name(name)), value: value))
        }
        let head = HTTPRequest(method: .get, scheme: nil, authority: nil, path: "/", headerFields: fields)
        _ = await responder(Request(head: head, body: .init(buffer: ByteBuffer())), peer)
        return seen.withLock { $0 }
    }

    /// Typed, because the compiler takes minutes to find out by itself.
    private static let cases: [(hops: Int, forwarded: [String], address: String)] = [
        (0, ["203.0.113.9"], "10.0.0.1"),
        (1, ["203.0.113.9"], "203.0.113.9"),
        (1, ["6.6.6.6, 7.7.7.7,203.0.113.9 "], "203.0.113.9"),
        (1, ["6.6.6.6", "203.0.113.9"], "203.0.113.9"),
        (2, ["6.6.6.6, 203.0.113.9, 10.0.0.2"], "203.0.113.9"),
        (2, ["203.0.113.9"], "203.0.113.9"),
        (1, ["2001:db8::1"], "2001:db8::1"),
        (1, ["[2001:db8::1]:443"], "2001:db8::1"),
        (1, ["203.0.113.9:5555"], "203.0.113.9"),
        (1, ["unknown"], "10.0.0.1"),
        (1, ["6.6.6.6, "], "10.0.0.1"),
        (1, [""], "10.0.0.1"),
        (1, [], "10.0.0.1"),
        (1, ["203.0.113.9; drop"], "10.0.0.1"),
    ]

    @Test("It is the entry that our own proxy wrote; what stands before it is the client's own invention")
    func hops() async throws {
        for (hops, forwarded, address) in Self.cases {
            let headers = forwarded.map { ("x-forwarded-for", $0) }
            #expect(try await seen(headers, hops: hops).address == address, "\(hops) \(forwarded)")
        }
        let long = [("x-forwarded-for", String(repeating: "9", count: 9000))]
        #expect(try await seen(long, hops: 1).address == peer)
    }

    @Test("Headers by which a client would be somebody or somewhere else reach nobody")
    func stripped() async throws {
        let names = [
            "X-User-Id", "x-user-role", "X-Role", "X-Original-URL", "X-Rewrite-URL", "X-Portal-Origin",
            "X-Client-Address", "X-Forwarded-For", "X-Forwarded-Host", "Forwarded", "X-Real-IP",
            "True-Client-IP", "CF-Connecting-IP", "X-HTTP-Method-Override",
        ]
        let headers = try await seen(names.map { ($0, "1") } + [("Accept", "text/plain")], hops: 1).headers
        #expect(headers[.accept] == "text/plain")
        for name in names { #expect(headers[try #require(HTTPField.Name(name))] == nil, "\(name)") }
    }

    @Test("Another process hands the address on under a seal that nobody else can make")
    func seal() async throws {
        let keys = KeyRing(KeySet(signing: SigningKey()))
        let seal = AddressSeal(keys)
        let sealed = try #require(seal.seal("203.0.113.9"))
        #expect(try await seen([("X-Client-Address", sealed)], hops: 0, seal: seal).address == "203.0.113.9")
        let foreign = try #require(AddressSeal(KeyRing(KeySet(signing: SigningKey()))).seal("203.0.113.9"))
        let changed = sealed.replacing("203.0.113.9", with: "203.0.113.8")
        for forged in [foreign, changed, "203.0.113.9", "203.0.113.9 0 AAAA", "", String(repeating: "a ", count: 3000)]
        {
            #expect(try await seen([("X-Client-Address", forged)], hops: 0, seal: seal).address == peer)
        }
        let old = try #require(seal.seal("203.0.113.9", at: Date().addingTimeInterval(-600)))
        #expect(seal.open(old) == nil)
        let shared = AddressSeal(
            KeyRing(KeySet(signing: try SigningKey(sharedSecret: String(repeating: "ab1", count: 20))))
        )
        #expect(shared.open(try #require(shared.seal("2001:db8::1"))) == "2001:db8::1")
    }
}
