import AuthAPI
import CampusTestKit
import Endpoints
import Testing
import Values

@Suite("Changing one's password", .timeLimit(.minutes(15)))
struct ChangePasswordTests {
    @Test("The current password is needed; others are signed out, the caller is not, and a mail tells of it")
    func change() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let (here, there) = (try await zuri.signIn(), try await zuri.signIn())
            let client = zuri.client(here)
            let wrong = try await client.post(path, body("Not-the-1", "Mwezi-2027"))
            #expect(wrong.status == 422 && wrong.code == "wrong_password" && wrong.fields == ["current_password"])
            let weak = try await client.post(path, body(TestCampus.password, "Password123"))
            #expect(weak.code == "weak_password" && weak.fields == ["new_password"])
            let done = try await client.post(path, body(TestCampus.password, "Mwezi-2027"))
            #expect(done.status == 200 && done.json == ["success": true, "message": "Your password is changed."])
            #expect(try await client.get("/api/auth/me").status == 200)
            #expect(try await zuri.client(there).get("/api/auth/me").status == 401)
            #expect(try await campus.refresh(there.refreshToken).status == 401)
            #expect(try await zuri.signIn(password: "Mwezi-2027").status == 200)
            try await campus.mailed("Your password was changed", to: zuri.user.email.text)
            #expect(
                try await zuri.audited().filter { $0.hasPrefix("password_") }
                    == ["password_change_failed", "password_changed"]
            )
        }
    }

    @Test("Whoever says so stays signed in elsewhere; without a token nothing is changed")
    func choice() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let (here, there) = (try await zuri.signIn(), try await zuri.signIn())
            let stay: JSON = [
                "current_password": .string(TestCampus.password), "new_password": "Mwezi-2027",
                "revoke_other_sessions": false,
            ]
            #expect(try await campus.anonymous.post(path, stay).status == 401)
            #expect(try await zuri.client(here).post(path, stay).status == 200)
            #expect(try await campus.refresh(there.refreshToken).status == 200)
        }
    }

    @Test("Guessing the current password closes the account to guesses")
    func guesses() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            let client = zuri.client(try await zuri.signIn())
            for _ in 0..<5 { _ = try await client.post(path, body("Wrong-guess1", "Mwezi-2027")) }
            let closed = try await client.post(path, body(TestCampus.password, "Mwezi-2027"))
            #expect(closed.status == 429 && closed.code == "account_locked")
        }
    }

    private let path = "/api/auth/change-password"

    private func body(_ current: String, _ new: String) -> JSON {
        ["current_password": .string(current), "new_password": .string(new)]
    }
}
