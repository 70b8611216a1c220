import Access
import AuthAPI
import Campus
import CampusTestKit
import Endpoints
import Foundation
import TestKit
import Testing
import Values

/// Signing up, in and out on the chat platform's port (its contract, A1 to A10, sections 2.3 and 2.4).
@Suite("Contract: chat sessions", .timeLimit(.minutes(15)))
struct ChatSessionContractTests {
    @Test("Sign up, be refused unverified, verify with the code of the mail, sign in, use the code once")
    func signUp() async throws {
        try await ChatClient.run { chat in
            let body: JSON = [
                "username": "  neema ", "email": " Neema@Example.com ", "password": "long enough", "role": "admin",
            ]
            let made = try await chat.post("/api/auth/signup", body)
            #expect(made.status == 201)
            let id = try #require(made.json["userId"]?.string)
            #expect(id.wholeMatch(of: /[0-9a-f]{24}/) != nil)
            #expect(made.json.object?.members.map(\.name) == ["message", "userId"])
            let again = try await chat.post("/api/auth/signup", body)
            #expect(again.refuses(400, "Username already exists"))
            let other: JSON = ["username": "neema2", "email": "neema@example.com", "password": "long enough"]
            #expect(try await chat.post("/api/auth/register", other).refuses(400, "Email already exists"))

            let login: JSON = ["username": "neema", "password": "long enough"]
            #expect(try await chat.post("/api/auth/login", login).refuses(401, "Email not verified"))
            let wrong: JSON = ["username": "neema", "password": "wrong enough"]
            #expect(try await chat.post("/api/auth/login", wrong).refuses(401, "Invalid credentials"))

            let mail = try await chat.campus.mail.next(to: "neema@example.com")
            let code = try #require(mail.text.firstMatch(of: /[A-Za-z0-9_\-]{43}/)).output
            let verify: JSON = ["token": .string(String(code))]
            let verified = try await chat.post("/api/auth/verify-email", verify)
            #expect(verified.status == 200 && verified.json == ["message": "Email verified successfully"])
            #expect(try await chat.post("/api/auth/verify-email", verify).refuses(400, "Email verification failed"))
            let session = try await chat.post("/api/auth/login", login)
            #expect(session.json["user"]?["role"] == "enduser")
            #expect(session.json["user"]?["isVerified"] == true)
        }
    }

    @Test(
        "What is missing or not what it should be is refused before anything is made",
        arguments: [
            (#"{}"#, "Missing required fields"), (#"{"username": "a", "email": ""}"#, "Missing required fields"),
            (#"{"username": "ab", "email": "a@b.example", "password": "long enough"}"#, "Registration failed"),
            (#"{"username": "abc", "email": "nobody", "password": "long enough"}"#, "Registration failed"),
            (#"{"username": "abc", "email": "a@b.example", "password": "short"}"#, "Registration failed"),
            (
                #"{"username": {"$ne": ""}, "email": "a@b.example", "password": "long enough"}"#,
                "username must be a text"
            ),
        ]
    )
    func badSignUp(body: String, error: String) async throws {
        try await ChatClient.run { chat in
            let answer = try await chat.client.send("POST", "/api/auth/signup", body: Array(body.utf8))
            #expect(answer.refuses(400, error), "\(answer.text)")
        }
    }

    @Test("Signing in answers with both tokens, both cookies and the person; by name or address")
    func signIn() async throws {
        try await ChatClient.run { chat in
            let user = try await chat.person("wanjiku", .teacher)
            let answer = try await chat.post(
                "/api/auth/login",
                ["username": "WANJIKU@chat.example.com", "password": .string(ChatClient.password)]
            )
            #expect(answer.status == 200)
            #expect(
                answer.json.object?.members.map(\.name) == ["message", "accessToken", "refreshToken", "user"]
            )
            #expect(answer.json["message"] == "Login successful")
            #expect(
                answer.json["user"] == [
                    "id": .string(ChatUserID(user.id).text), "username": "wanjiku",
                    "email": "wanjiku@chat.example.com", "isVerified": true, "role": "supervisor",
                ]
            )
            let (access, refresh) = (
                answer.json["accessToken"]?.string ?? "", answer.json["refreshToken"]?.string ?? ""
            )
            #expect(
                answer.cookies == [
                    "accessToken=\(access); Max-Age=900; Path=/; HttpOnly; SameSite=Strict",
                    "refreshToken=\(refresh); Max-Age=604800; Path=/api/auth/refresh; HttpOnly; SameSite=Strict",
                ]
            )
            let behindTLS = try await chat.post(
                "/api/auth/login",
                ["username": "wanjiku", "password": .string(ChatClient.password)],
                headers: ["X-Forwarded-Proto": "https"]
            )
            #expect(behindTLS.cookies.allSatisfy { $0.hasSuffix("; Secure") })

            #expect(try await chat.post("/api/auth/login", ["username": "x"]).refuses(400, "Missing required fields"))
            let nobody = try await chat.post("/api/auth/login", ["username": "nobody", "password": "long enough"])
            #expect(nobody.refuses(401, "Invalid credentials"))
        }
    }

    @Test("Other verifiers of the chat platform read the token: HS256 with the shared secret, its claims, no aud")
    func sharedSecret() async throws {
        let change: @Sendable (inout Settings) -> Void = {
            $0.chatTenant = try? Subdomain(parsing: "sunrise-academy")
            $0.accessSecret = "a secret of two systems"
        }
        try await TestCampus.run(change) { campus in
            try await campus.onFace("chat-auth") { client in
                let chat = ChatClient(campus: campus, client: client)
                let teacher = try await chat.signedInPerson("wanjiku", .teacher)
                let parts = (teacher.client.token ?? "").split(separator: ".")
                let payload = String(parts[1]).replacing("-", with: "+").replacing("_", with: "/")
                let padded = payload + String(repeating: "=", count: (4 - payload.count % 4) % 4)
                let claims = try JSON(parsing: [UInt8](#require(Data(base64Encoded: padded))))
                #expect(claims["sub"]?.string == teacher.id)
                #expect(claims["username"] == "wanjiku" && claims["email"] == "wanjiku@chat.example.com")
                #expect(claims["type"] == "access" && claims["role"] == "supervisor" && claims["aud"] == nil)

                // Our own services know the same person by it.
                var portal = campus.anonymous
                portal.token = teacher.client.token
                let me = try await portal.get("/api/auth/me")
                #expect(me.json["user"]?["username"] == "wanjiku" && me.json["user"]?["role"] == "teacher")
                portal.token = (portal.token ?? "").dropLast() + "~"
                #expect(try await portal.get("/api/auth/me").status == 401)
            }
        }
    }

    @Test("Refreshing rotates, from the cookie before the body, and reads the account anew")
    func refresh() async throws {
        try await ChatClient.run { chat in
            let student = try await chat.signedInPerson("amina", .student)
            let first = student.session["refreshToken"]?.string ?? ""
            let next = try await chat.post(
                "/api/auth/refresh",
                ["refreshToken": "a wrong one"],
                headers: ["Cookie": "refreshToken=\(first)"]
            )
            #expect(next.status == 200)
            #expect(next.json.object?.members.map(\.name) == ["message", "accessToken", "refreshToken"])
            #expect(next.cookies.count == 2)
            #expect(next.json["refreshToken"] != .string(first))

            #expect(try await chat.post("/api/auth/refresh", [:]).refuses(400, "Refresh token is required"))
            let wrong = try await chat.post("/api/auth/refresh", ["refreshToken": "nobody's"])
            #expect(wrong.refuses(401, "Invalid refresh token"))

            let admin = try await chat.signedInPerson("admin1", .admin)
            #expect(try await admin.put("/api/admin/users/\(student.id)/role", ["role": "supervisor"]).status == 200)
            let stale = try await chat.post("/api/auth/refresh", ["refreshToken": next.json["refreshToken"] ?? ""])
            #expect(stale.refuses(401, "Invalid refresh token"))
            #expect(try await student.get("/api/profile").refuses(401, "Invalid or expired token"))
        }
    }

    @Test("Signing out ends the session of the token, and all of them when asked; it always succeeds")
    func signOut() async throws {
        try await ChatClient.run { chat in
            let one = try await chat.signedInPerson("amina", .student)
            let out = try await chat.post(
                "/api/auth/logout",
                ["refreshToken": one.session["refreshToken"] ?? ""]
            )
            #expect(out.status == 200 && out.json == ["message": "Logout successful"])
            #expect(out.cookies.count == 2 && out.cookies.allSatisfy { $0.contains("Max-Age=0") })
            let dead = try await chat.post("/api/auth/refresh", ["refreshToken": one.session["refreshToken"] ?? ""])
            #expect(dead.refuses(401, "Invalid refresh token"))
            #expect(try await one.get("/api/profile").status == 401)
            #expect(try await chat.post("/api/auth/logout").json == ["message": "Logout successful"])

            let (two, three) = (try await chat.signedIn("amina"), try await chat.signedIn("amina"))
            #expect(try await two.post("/api/auth/logout-all").status == 200)
            for session in [two, three] {
                #expect(try await session.get("/api/profile").status == 401)
                let token = session.session["refreshToken"] ?? ""
                #expect(try await chat.post("/api/auth/refresh", ["refreshToken": token]).status == 401)
            }
            #expect(try await chat.post("/api/auth/logout-all").refuses(401, "Authentication required"))
        }
    }

    @Test("A forgotten password is chosen anew with the link of the mail, which ends what was signed in")
    func forgotten() async throws {
        try await ChatClient.run { chat in
            let student = try await chat.signedInPerson("amina", .student)
            let known = try await chat.post("/api/auth/forgot-password", ["email": "amina@chat.example.com"])
            let unknown = try await chat.post("/api/auth/forgot-password", ["email": "nobody@chat.example.com"])
            #expect(known.status == 200 && known.json == unknown.json)
            #expect(try await chat.post("/api/auth/forgot-password").refuses(400, "Email is required"))

            let mail = try await chat.campus.mail.next(to: "amina@chat.example.com")
            let link = try #require(mail.links.first { $0.contains("reset-password?token=") })
            let token = String(link.split(separator: "=").last ?? "")
            let short: JSON = ["token": .string(token), "newPassword": "short"]
            #expect(try await chat.post("/api/auth/reset-password", short).refuses(400, "Password reset failed"))
            let reset: JSON = ["token": .string(token), "newPassword": "another one"]
            let done = try await chat.post("/api/auth/reset-password", reset)
            #expect(done.status == 200 && done.json == ["message": "Password reset successful"])
            #expect(try await chat.post("/api/auth/reset-password", reset).refuses(400, "Password reset failed"))
            #expect(try await chat.post("/api/auth/reset-password").refuses(400, "Missing required fields"))
            #expect(try await student.get("/api/profile").status == 401)
            let login: JSON = ["username": "amina", "password": "another one"]
            #expect(try await chat.post("/api/auth/login", login).status == 200)
        }
    }
}
