import AuthAPI
import CampusTestKit
import Endpoints
import FoundationEssentials
import TestKit
import Testing
import Values

@testable import AuthService

@Suite("New devices", .timeLimit(.minutes(15)))
struct NewDeviceTests {
    @Test("A mail tells of a device not seen before: not of the first one, and of each once")
    func notice() async throws {
        try await TestCampus.run { campus in
            let zuri = try await campus.account()
            func signIn(_ agent: String) async throws {
                let answer = try await campus.anonymous.post(
                    "/api/auth/login",
                    zuri.login,
                    headers: ["User-Agent": agent]
                )
                #expect(answer.status == 200)
            }
            try await signIn("Mozilla/5.0 (Linux; Android 14) Chrome/120.0 Mobile Safari/537.36")
            try await signIn("Mozilla/5.0 (Linux; Android 14) Chrome/121.0 Mobile Safari/537.36")
            try await signIn("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/130.0")
            try await signIn("Mozilla/5.0 (Windows NT 10.0) Gecko/20100101 Firefox/131.0")
            try await campus.mailed("A new sign-in to your account", to: zuri.user.email.text)
            #expect(campus.mail.mails.count == 1)
            #expect(campus.mail.mails[0].text.contains("Firefox on Windows, "))
        }
    }

    @Test(
        "A network is what a provider has",
        arguments: [
            ("41.90.12.7", "41.90"), ("::ffff:41.90.12.7", "41.90"), ("2c0f:fe38:2101:1::5", "2c0f:fe38"), ("", ""),
        ]
    )
    func networks(address: String, network: String) {
        #expect(Device.network(of: address) == network)
    }
}
