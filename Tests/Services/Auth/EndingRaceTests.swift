import Access
import AuthAPI
import CampusTestKit
import Endpoints
import FoundationEssentials
import Postgres
import Testing
import Values

@testable import AuthService

/// Everything that ends a session against a refresh at the same moment.
@Suite("A session that ends while it is refreshed", .serialized, .timeLimit(.minutes(15)))
struct EndingRaceTests {
    enum Ending: CaseIterable { case signOut, passwordReset, ban, roleChange, revocation }

    @Test("Never leaves a token that works, in a thousand tries")
    func never() async throws {
        try await TestCampus.run { campus in
            let admin = try await campus.admin()
            let people = try await Ending.allCases.asyncMap { ending in
                (ending, try await campus.person("Zuri Njeri", .student))
            }
            try await withThrowingTaskGroup(of: Int.self) { group in
                for (ending, person) in people {
                    group.addTask {
                        var refreshed = 0
                        for _ in 0..<200 { refreshed += try await race(ending, person, admin, campus) }
                        return refreshed
                    }
                }
                var refreshed = 0
                for try await count in group { refreshed += count }
                // Both orders happened, or this says nothing.
                #expect((1..<1000).contains(refreshed), "\(refreshed) of 1000 refreshes came first")
            }
        }
    }

    /// 1 when the refresh came first.
    private func race(_ ending: Ending, _ person: Person, _ admin: Person, _ campus: TestCampus) async throws -> Int {
        let tenant = person.school.id
        let (token, session) = try await campus.database.tenant(tenant) { transaction in
            guard let user = try transaction.user(person.id, of: tenant) else { throw AuthError.unknownUser }
            let session = try transaction.openSession(for: user, AuthSettings(), from: Origin(at: Date()))
            return (session.refreshToken.text, session.id)
        }
        async let refreshed = campus.refresh(token)
        async let ended: Void = end(ending, session, token, of: person, admin, campus)
        let (pair, _) = try await (refreshed, ended)
        #expect([200, 401].contains(pair.status))
        #expect(try await campus.refresh(token).status == 401)
        if pair.status == 200 {
            #expect(try await campus.refresh(pair.refreshToken).status == 401)
            // Where the change was not made through this process's API, the feed tells it.
            try await campus.eventually {
                var client = campus.anonymous
                client.token = pair.accessToken
                return try await client.get("/api/auth/me").status == 401
            }
        }
        if ending == .ban { try await admin.change(person, ["status": "active"]) }
        if ending == .roleChange { try await admin.change(person, ["role": "student"]) }
        return pair.status == 200 ? 1 : 0
    }

    // tidy: allow parameter-count — what each way of ending a session needs
    private func end(
        _ ending: Ending,
        _ session: SessionID,
        _ token: String,
        of person: Person,
        _ admin: Person,
        _ campus: TestCampus
    ) async throws {
        switch ending {
        case .signOut:
            let answer = try await campus.anonymous.post("/api/auth/logout", ["refresh_token": .string(token)])
            #expect(answer.status == 200)
        case .passwordReset:
            try await campus.database.tenant(person.school.id) { transaction in
                try transaction.end(.all(of: person.id), in: person.school.id, because: .passwordReset, at: Date())
            }
        case .ban: try await admin.change(person, ["status": "suspended"])
        case .roleChange: try await admin.change(person, ["role": "parent"])
        case .revocation:
            #expect(try await admin.delete("/api/auth/users/\(person.id)/sessions").status == 200)
        }
    }
}

extension Person {
    fileprivate func change(_ other: Person, _ change: JSON) async throws {
        #expect(try await patch("/api/auth/users/\(other.id)", change).status == 200)
    }
}
