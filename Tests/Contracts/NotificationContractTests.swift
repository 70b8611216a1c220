import CampusTestKit
import Endpoints
import Testing
import Values

/// Notifications as every portal polls them (contract section 1.8).
@Suite("Contract: notifications", .timeLimit(.minutes(15)))
struct NotificationContractTests {
    @Test("Notifications are listed, read one by one and all at once, and deleted, the bodies empty")
    func inbox() async throws {
        try await TestCampus.run { campus in
            let room = try await campus.classroom()
            try await campus.finish(room.course, as: room.learner)
            let portal = Portal(room.learner)
            try await campus.eventually("the three notifications did not come") {
                try await portal.send("GET", "/notifications").json["notifications"]?.array?.count == 3
            }
            let unread = try await portal.send("GET", "/notifications?status=unread&limit=5")
            #expect(WireRules.breaches(unread, .notifications) == [])
            #expect(unread.json["unread_count"] == 3)
            let ids = (unread.json["notifications"]?.array ?? []).compactMap { $0["id"]?.string }
            let read = try await portal.send("PATCH", "/notifications/\(ids[0])/read")
            #expect(WireRules.breaches(read, .acknowledged) == [])
            let alias = try await portal.send("POST", "/api/notifications/\(ids[1])/read")
            #expect(WireRules.breaches(alias, .acknowledged) == [])
            let one = try await portal.send("GET", "/notifications?status=unread&limit=5")
            #expect(one.json["unread_count"] == 1)
            #expect(
                WireRules.breaches(try await portal.send("PATCH", "/notifications/mark-all-read"), .acknowledged) == []
            )
            #expect((200..<300).contains(try await portal.send("DELETE", "/notifications/\(ids[2])").status))
            let all = try await portal.send("GET", "/api/notifications?status=all")
            #expect(WireRules.breaches(all, .notifications) == [])
            #expect(all.json["unread_count"] == 0)
            #expect(all.json["notifications"]?.array?.count == 2)
        }
    }

    @Test("A parent asks with a child's id")
    func ofChild() async throws {
        try await TestCampus.run { campus in
            let room = try await campus.classroom()
            let line = "/notifications?status=unread&limit=5&student_id=\(room.learner.id)"
            let answer = try await Portal(room.parent).send("GET", line)
            #expect(WireRules.breaches(answer, .notifications) == [])
        }
    }
}
