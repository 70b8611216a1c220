import CampusTestKit
import Endpoints
import Foundation
import NIOCore
import TestKit
import Testing

@Suite("Malformed requests at the gateway", .timeLimit(.minutes(15)))
struct HostileRequestTests {
    @Test("What two servers could read differently is refused once, and nothing hidden in it is answered")
    func framing() async throws {
        try await TestCampus.run { campus in
            let port = try #require(URL(string: campus.baseURL)?.port)
            for message in HostileRequests.framing {
                let text = try await RawConnection.open(port: port) { inbound, outbound in
                    try? await outbound.write(ByteBuffer(string: message.bytes))
                    return try await inbound.toEnd()
                }
                let status = try #require(HostileRequests.status(of: text), "\(message): \(text)")
                #expect([400, 501].contains(status), "\(message): \(text)")
                #expect(HostileRequests.answers(in: text) == 1, "\(message): \(text)")
            }
            #expect(try await campus.anonymous.get("/livez").status == 200)
        }
    }
}
