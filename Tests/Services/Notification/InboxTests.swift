import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("A person's notifications", .timeLimit(.minutes(15)))
struct InboxTests {
    @Test("They are listed newest first, filtered and limited; the count is of all that are unread")
    func list() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.told(times: 3)
            #expect(try await amina.titles() == (1...3).reversed().map { "You are enrolled: Course \($0)" })
            let newest = try #require(try await amina.notifications().first?["id"]?.string)
            #expect(try await amina.patch("/notifications/\(newest)/read").json["message"]?.string != nil)
            let unread = try await amina.get("/notifications?status=unread&limit=1")
            #expect(unread.json["success"] == true && unread.json["unread_count"]?.integer == 2)
            #expect(
                unread.json["notifications"]?.array?.compactMap { $0["title"]?.string } == [
                    "You are enrolled: Course 2"
                ]
            )
            #expect(try await amina.notifications("?status=read").map { $0["id"]?.string } == [newest])
            #expect(try await amina.notifications("?status=read").first?["read"] == true)
            #expect(try await amina.notifications("?status=all").count == 3)
            #expect(try await amina.get("/api/notifications").json == amina.get("/notifications").json)
            for bad in ["status=new", "limit=0", "limit=101", "limit=five", "student_id=class-stem"] {
                let answer = try await amina.get("/notifications?\(bad)")
                #expect(answer.status == 422 && answer.json["success"] == false, "\(bad)")
            }
            #expect(try await campus.anonymous.get("/notifications").status == 401)
            let nobody = try await campus.teacher().get("/notifications")
            #expect(nobody.json["notifications"]?.array?.isEmpty == true && nobody.json["unread_count"]?.integer == 0)
        }
    }

    @Test("One or all are marked as read, by every path that clients know, and again changes nothing")
    func marking() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.told(times: 4)
            let ids = try await amina.notifications().compactMap { $0["id"]?.string }
            let empty = ["Content-Type": "application/json"]
            #expect(try await amina.patch("/notifications/\(ids[0])/read", headers: empty).status == 200)
            #expect(try await amina.post("/api/notifications/\(ids[0])/read").status == 200)
            #expect(try await amina.patch("/api/notifications/\(ids[1])/read").status == 200)
            #expect(try await amina.get("/notifications").json["unread_count"]?.integer == 2)
            #expect(
                try await amina.patch("/notifications/mark-all-read", headers: empty).json["message"]?.string != nil
            )
            #expect(try await amina.patch("/notifications/mark-all-read").status == 200)
            #expect(try await amina.get("/notifications").json["unread_count"]?.integer == 0)
            #expect(try await amina.notifications("?status=unread").isEmpty)
        }
    }

    @Test("Only their owner marks and removes them; a removed one is gone")
    func ownership() async throws {
        try await TestCampus.run { campus in
            let amina = try await campus.told(times: 1)
            let id = try #require(try await amina.notifications().first?["id"]?.string)
            let unknown = try await amina.patch("/notifications/\(NotificationID())/read")
            for person in [
                try await campus.student("Jabari"), try await campus.admin(), try await campus.student(in: .second),
            ] {
                let marked = try await person.patch("/notifications/\(id)/read")
                #expect(marked.status == 404 && marked.json["message"] == unknown.json["message"])
                #expect(try await person.delete("/notifications/\(id)").status == 404)
                #expect(try await person.patch("/notifications/mark-all-read").status == 200)
            }
            #expect(try await amina.get("/notifications").json["unread_count"]?.integer == 1)
            #expect(try await amina.patch("/notifications/first/read").status == 422)
            #expect(try await amina.delete("/notifications/\(id)").status == 200)
            #expect(try await amina.delete("/notifications/\(id)").status == 404)
            #expect(try await amina.notifications().isEmpty)
        }
    }

    @Test("A parent filtered by child sees what concerns that child, once; of other children nothing is to be found")
    func children() async throws {
        try await TestCampus.run { campus in
            let (amina, jabari) = (try await campus.student(), try await campus.student("Jabari Mwangi"))
            let parent = try await campus.parent()
            try await campus.link(parent, to: amina)
            try await campus.link(parent, to: jabari)
            let course = try await campus.course(by: campus.teacher(), title: "Rivers", lessons: 1)
            try await campus.finish(course, as: amina)
            _ = try await jabari.post("/courses/\(course.id)/enroll")
            try await campus.eventually {
                let (child, own) = (try await amina.notifications().count, try await parent.notifications().count)
                return child == 3 && own == 2
            }
            #expect(
                Set(try await parent.titles("?student_id=\(amina.id)"))
                    == ["Amina Otieno is enrolled: Rivers", "Course completed: Rivers", "Your certificate: Rivers"]
            )
            #expect(try await parent.titles("?student_id=\(jabari.id)") == ["Jabari Mwangi is enrolled: Rivers"])
            let filtered = try await parent.get("/notifications?student_id=\(amina.id)&status=unread&limit=2")
            #expect(filtered.json["unread_count"]?.integer == 2)
            #expect(filtered.json["notifications"]?.array?.count == 2)
            #expect(try await amina.notifications("?student_id=\(amina.id)").count == 3)

            let unknown = try await parent.get("/notifications?student_id=\(UserID())")
            let stranger = try await campus.parent("Somebody Else")
            for person in [stranger, jabari, try await campus.admin(in: .second)] {
                let answer = try await person.get("/notifications?student_id=\(amina.id)")
                #expect(answer.status == 404 && answer.json["message"] == unknown.json["message"])
            }
        }
    }
}
