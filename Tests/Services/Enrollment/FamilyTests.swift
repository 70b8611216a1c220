import CampusTestKit
import Endpoints
import EnrollmentAPI
import Testing
import Values

@Suite("Families", .timeLimit(.minutes(15)))
struct FamilyTests {
    @Test("A parent sees the linked children, with every field the portal wants and no null")
    func children() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: try await campus.teacher())
            let (admin, parent) = (try await campus.admin(), try await campus.parent())
            let (amina, single) = (try await campus.student("Amina Wanjirũ Otieno"), try await campus.student("Zuri"))
            try await admin.link(parent, to: amina, as: "daughter", grade: "Grade 5")
            try await admin.link(parent, to: single, as: "ward")
            _ = try await amina.enroll(in: course)
            let answer = try await parent.get("/api/enrollment/parents/\(parent.id)/children")
            #expect(answer.status == 200)
            #expect(
                answer.json["children"] == [
                    [
                        "id": amina.ref, "first_name": "Amina", "last_name": "Wanjirũ Otieno", "grade_level": "Grade 5",
                        "relationship": "daughter", "enrolled_courses": 1,
                    ],
                    [
                        "id": single.ref, "first_name": "Zuri", "grade_level": "Not assigned", "relationship": "ward",
                        "enrolled_courses": 0,
                    ],
                ]
            )
            #expect(
                try await admin.get("/api/enrollment/parents/\(parent.id)/children").json["children"]
                    == answer.json["children"]
            )
            // The parent portal doubles the prefix.
            let doubled = try await parent.get("/api/enrollment/api/enrollment/parents/\(parent.id)/children")
            #expect(doubled.json["children"] == answer.json["children"])
        }
    }

    @Test("Nobody sees another family")
    func otherFamilies() async throws {
        try await TestCampus.run { campus in
            let (admin, parent, other) = (
                try await campus.admin(), try await campus.parent(), try await campus.parent("Ngozi")
            )
            let foreign = try await campus.parent("Ada", in: .second)
            let (teacher, amina) = (try await campus.teacher(), try await campus.student())
            try await admin.link(parent, to: amina)
            let path = "/api/enrollment/parents/\(parent.id)/children"
            #expect(try await other.get(path).status == 403)
            #expect(try await foreign.get(path).status == 403)
            #expect(try await teacher.get(path).status == 403)
            #expect(try await amina.get(path).status == 403)
            #expect(try await campus.anonymous.get(path).status == 401)
            #expect(try await other.get("/api/enrollment/parents/\(other.id)/children").json["children"] == [])
            let theirs = try await admin.get("/api/enrollment/parents/\(foreign.id)/children")
            let nobodys = try await admin.get("/api/enrollment/parents/\(UserID())/children")
            #expect((theirs.status, theirs.json["code"]) == (404, nobodys.json["code"]))
            #expect(try await admin.get("/api/enrollment/parents/not-a-uuid/children").status == 422)
        }
    }

    @Test("Only admins link, and only a parent to a student of the school")
    func linking() async throws {
        try await TestCampus.run { campus in
            let (admin, parent, amina) = (
                try await campus.admin(), try await campus.parent(), try await campus.student()
            )
            let foreign = try await campus.student("Ada", in: .second)
            func body(_ parent: JSON, _ student: JSON, _ relationship: JSON = "daughter") -> JSON {
                ["parent_id": parent, "student_id": student, "relationship": relationship]
            }
            let path = "/api/enrollment/parents/link-student"
            #expect(try await parent.post(path, body(parent.ref, amina.ref)).status == 403)
            #expect(try await amina.post(path, body(parent.ref, amina.ref)).status == 403)
            #expect(try await admin.post(path, body(parent.ref, foreign.ref)).status == 404)
            #expect(try await admin.post(path, body(amina.ref, amina.ref)).status == 422)
            #expect(try await admin.post(path, body(parent.ref, parent.ref)).status == 422)
            for relationship: JSON in ["", 3, "a\u{0}b", .string(String(repeating: "x", count: 41))] {
                let answer = try await admin.post(path, body(parent.ref, amina.ref, relationship))
                #expect(answer.status == 422)
                #expect(answer.json["errors"]?[0]?["field"] == "relationship")
            }
            try await admin.link(parent, to: amina, as: "daughter", grade: "Grade 5")
            try await admin.link(parent, to: amina, as: "niece")
            let children = try await parent.get("/api/enrollment/parents/\(parent.id)/children").json["children"]
            #expect(children?.array?.count == 1)
            #expect(children?[0]?["relationship"] == "niece")
            #expect(children?[0]?["grade_level"] == "Grade 5")
        }
    }

    @Test("A parent whose link has ended no longer acts for the child")
    func unlinking() async throws {
        try await TestCampus.run { campus in
            let course = try await campus.course(by: try await campus.teacher())
            let (admin, parent, amina) = (
                try await campus.admin(), try await campus.parent(), try await campus.student()
            )
            try await admin.link(parent, to: amina)
            let mine = "/api/enrollment/my?student_id=\(amina.id)"
            #expect(try await parent.post("/courses/\(course.id)/enroll", ["student_id": amina.ref]).status == 200)
            #expect(try await parent.get(mine).json["total"] == 1)
            let link = "/api/enrollment/parents/\(parent.id)/students/\(amina.id)"
            #expect(try await parent.delete(link).status == 403)
            #expect(try await admin.delete(link).status == 200)
            #expect(try await admin.delete(link).status == 404)
            #expect(try await parent.get(mine).status == 403)
            #expect(try await parent.post("/courses/\(course.id)/drop", ["student_id": amina.ref]).status == 403)
            #expect(try await parent.get("/api/enrollment/my").status == 422)
        }
    }

    @Test(
        "A name divided in two is the same name",
        arguments: ["Amina Otieno", "Amina Wanjirũ Otieno", "Zuri", "محمد علي", "አበበ  በቀለ"]
    )
    func names(_ name: String) {
        let parts = PersonName(name)
        let words = { (text: String) in text.split(separator: " ") }
        #expect(words([parts.first, parts.last].compactMap { $0 }.joined(separator: " ")) == words(name))
        #expect(parts.last != "")
    }
}
