import Access
import AuthAPI
import CampusTestKit
import Endpoints
import Postgres
import TestKit
import Testing
import Values

@Suite("Invitations", .timeLimit(.minutes(15)))
struct InvitationTests {
    private let path = "/api/auth/invitations"
    private let juma = "juma@sunrise.example.com"

    @Test("An invited teacher gets a mail, chooses a password, and has an account with a confirmed address")
    func accept() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            let invited = try await admin.post(
                path,
                ["email": .string(juma), "role": "teacher", "name": "Juma Ali", "locale": "sw"]
            )
            #expect(invited.status == 201 && invited.json["invitation"]?["status"] == "pending")
            #expect(invited.json["message"]?.string == "juma@sunrise.example.com is invited.")
            #expect(invited.json["invitation"]?["token"] == nil)
            let token = try await campus.mailedToken(to: juma, page: "accept-invitation")
            #expect(campus.mail.mails[0].subject == "Mwaliko wako wa Sunrise Academy")
            #expect(campus.mail.mails[0].text.contains("Dr Mbeki anakualika"))
            let accepted = try await campus.accept(token)
            #expect(accepted.status == 201 && accepted.json["user"]?["role"] == "teacher")
            #expect(accepted.json["message"] == "Welcome, Juma Ali. You can sign in now.")
            #expect(try await campus.accept(token).code == "invalid_invitation")
            let signedIn = try await campus.anonymous.signedIn(
                school: "sunrise-academy",
                email: juma,
                password: "Mwezi-2027"
            )
            #expect(try await signedIn.get("/api/auth/me").json["user"]?["name"] == "Juma Ali")
            let list = try await admin.get(path + "?status=accepted")
            #expect(list.json["invitations"]?.array?.count == 1 && list.json["pagination"]?["total_items"] == 1)
            let verified = try await campus.database.tenant(admin.school.id).value(
                "select email_verified_at is not null from auth.users where email = \(juma)",
                as: Bool.self
            )
            #expect(verified == true)
        }
    }

    @Test("Who is invited again has a new link and a new role; an invitation that is taken back is dead")
    func replace() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            _ = try await admin.post(path, ["email": .string(juma), "role": "teacher", "name": "Juma"])
            let first = try await campus.mailedToken(to: juma, page: "accept-invitation")
            let again = try await admin.post(path, ["email": .string(juma), "role": "parent", "name": "Juma"])
            let id = try #require(again.json["invitation"]?["id"]?.string)
            let second = try await campus.mailedToken(to: juma, page: "accept-invitation", count: 2)
            let resent = try await admin.post("\(path)/\(id)/resend")
            #expect(resent.status == 200 && resent.json["invitation"]?["role"] == "parent")
            let third = try await campus.mailedToken(to: juma, page: "accept-invitation", count: 3)
            for dead in [first, second] { #expect(try await campus.accept(dead).status == 400) }
            #expect(try await admin.delete("\(path)/\(id)").status == 200)
            #expect(try await campus.accept(third).status == 400)
            #expect(try await admin.post("\(path)/\(id)/resend").code == "invitation_closed")
            let other = try await campus.admin(in: .second)
            #expect(try await other.delete("\(path)/\(id)").status == 404)
            #expect(try await other.get(path).json["invitations"] == [])
        }
    }

    @Test("Admins invite anybody but super admins; nobody else invites; whoever has an account is not invited")
    func refusals() async throws {
        try await TestCampus.run { campus in
            let body: JSON = ["email": .string(juma), "role": "student"]
            for person in [try await campus.teacher(), try await campus.student(), try await campus.parent()] {
                #expect(try await person.post(path, body).status == 403)
            }
            #expect(try await campus.anonymous.post(path, body).status == 401)
            let admin = try await campus.admin()
            let above = try await admin.post(path, ["email": .string(juma), "role": "super_admin"])
            #expect(above.status == 403 && above.code == "forbidden_role")
            let taken = try await admin.post(path, ["email": .string(admin.email), "role": "student"])
            #expect(taken.status == 409 && taken.code == "email_taken")
            #expect(try await admin.post(path, ["email": "x", "role": "student"]).status == 422)
        }
    }

    @Test("The school's limit counts when an invitation is accepted, and the link stays good")
    func limit() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            _ = try await admin.post(path, ["email": .string(juma), "role": "student", "name": "Juma"])
            let token = try await campus.mailedToken(to: juma, page: "accept-invitation")
            func limit(_ people: Int) async throws {
                try await campus.database.platform(reason: "set a limit").execute(
                    """
                    update auth.tenants set settings = jsonb_build_object('max_users', \(people))
                    where id = \(admin.school.id)
                    """
                )
            }
            try await limit(1)
            #expect(try await campus.accept(token).code == "tenant_limit_reached")
            try await limit(2)
            #expect(try await campus.accept(token).status == 201)
        }
    }

    @Test("A spreadsheet invites row by row, and says of each what became of it")
    func spreadsheet() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            let csv = """
                \u{feff}Email,Role,Name\r
                a@sunrise.example.com,teacher,"Ali, Juma"\r
                not an address,student,X\r
                b@sunrise.example.com,emperor,Y\r
                A@sunrise.example.com,student,Z\r
                \(admin.email),student,W\r
                c@sunrise.example.com,super_admin,V\r
                d@sunrise.example.com,Parent,\r
                ,,\r

                """
            let answer = try await admin.client.send(
                "POST",
                path + "/bulk",
                body: Array(csv.utf8),
                headers: ["Content-Type": "text/csv; charset=utf-8"]
            )
            #expect(answer.status == 200 && answer.json["invited"] == 2 && answer.json["refused"] == 5)
            let results = answer.json["results"]?.array ?? []
            #expect(results.compactMap { $0["row"]?.integer } == [2, 3, 4, 5, 6, 7, 8])
            #expect(
                results.map { $0["code"]?.string ?? "-" } == [
                    "-", "invalid_value", "invalid_value", "row_stands_twice", "email_taken", "forbidden_role", "-",
                ]
            )
            _ = try await campus.mailedToken(to: "a@sunrise.example.com", page: "accept-invitation")
            _ = try await campus.mailedToken(to: "d@sunrise.example.com", page: "accept-invitation")
            #expect(campus.mail.mails.count == 2)
            let again = try await admin.post(path + "/bulk", ["csv": "email;role\na@sunrise.example.com;student"])
            #expect(again.json["invited"] == 1)
        }
    }

    @Test("A file without its columns, with too many rows or too large is refused whole")
    func files() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            for csv in [
                "", "name\nJuma", "email,role,email\n", "email,role,name\na@b.co,student,\"A\nc@d.co,student,C\n",
            ] {
                let answer = try await admin.post(path + "/bulk", ["csv": .string(csv)])
                #expect(answer.status == 422 && answer.fields == ["csv"], "\(csv)")
            }
            let long = "email,role\n" + (0...1000).map { "p\($0)@sunrise.example.com,student\n" }.joined()
            #expect(try await admin.post(path + "/bulk", ["csv": .string(long)]).status == 422)
            let large = "email,role\n" + String(repeating: "x", count: 1 << 20)
            #expect(try await admin.post(path + "/bulk", ["csv": .string(large)]).status == 413)
            #expect(try await admin.get(path).json["invitations"] == [])
        }
    }

    @Test("The page asks for name and password, and says what is wrong with them")
    func page() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            _ = try await admin.post(path, ["email": .string(juma), "role": "student", "locale": "fr"])
            let token = try await campus.mailedToken(to: juma, page: "accept-invitation")
            let form = try await campus.anonymous.get("/accept-invitation?token=\(token)")
            #expect(form.status == 200 && form.text.contains("Vous êtes invité") && form.text.contains("name=\"name\""))
            let nameless = try await campus.submit("/accept-invitation", "token=\(token)&password=Mwezi-2027")
            #expect(nameless.status == 422 && nameless.text.contains("Écrivez votre nom"))
            let sent = try await campus.submit(
                "/accept-invitation",
                "token=\(token)&name=Juma+%3Cb%3EAli&password=Mwezi-2027"
            )
            #expect(sent.status == 200 && sent.text.contains("Votre compte est prêt"))
            #expect(try await campus.anonymous.get("/accept-invitation?token=\(token)").status == 400)
        }
    }
}

extension TestCampus {
    fileprivate func accept(_ token: String) async throws -> PlatformClient.Answer {
        try await anonymous.post(
            "/api/auth/invitations/accept",
            ["token": .string(token), "password": "Mwezi-2027"]
        )
    }
}
