package import Access
import AuthAPI
import AuthService
import Campus
package import Endpoints
package import Values

/// Somebody in a test's world, signed in.
package struct Person: Sendable {
    package let id: UserID
    package let name: String
    package let email: String
    package let school: TestCampus.School
    package let client: PlatformClient

    package func get(_ path: String, headers: [String: String] = [:]) async throws -> PlatformClient.Answer {
        try await client.get(path, headers: headers)
    }
    package func post(
        _ path: String,
        _ json: JSON? = nil,
        headers: [String: String] = [:]
    ) async throws -> PlatformClient.Answer { try await client.post(path, json, headers: headers) }
    package func put(
        _ path: String,
        _ json: JSON? = nil,
        headers: [String: String] = [:]
    ) async throws -> PlatformClient.Answer { try await client.put(path, json, headers: headers) }
    package func patch(
        _ path: String,
        _ json: JSON? = nil,
        headers: [String: String] = [:]
    ) async throws -> PlatformClient.Answer { try await client.patch(path, json, headers: headers) }
    package func delete(
        _ path: String,
        _ json: JSON? = nil,
        headers: [String: String] = [:]
    ) async throws -> PlatformClient.Answer { try await client.delete(path, json, headers: headers) }
}

extension TestCampus {
    /// Somebody who is not signed in.
    package var anonymous: PlatformClient { PlatformClient(baseURL: baseURL, client: http) }

    package func student(_ name: String = "Amina Otieno", in school: Which = .first) async throws -> Person {
        try await person(name, .student, in: school)
    }
    package func teacher(_ name: String = "Wanjikũ Kamau", in school: Which = .first) async throws -> Person {
        try await person(name, .teacher, in: school)
    }
    package func parent(_ name: String = "Obi Nwosu", in school: Which = .first) async throws -> Person {
        try await person(name, .parent, in: school)
    }
    package func admin(_ name: String = "Dr Mbeki", in school: Which = .first) async throws -> Person {
        try await person(name, .admin, in: school)
    }

    /// A new user with a token; made without a password, because hashing one takes longer than most tests.
    package func person(_ name: String, _ role: Role, in which: Which = .first) async throws -> Person {
        let school = schools[which.rawValue]
        let email = "\(role.rawValue.replacing("_", with: "-"))\(nextNumber())@\(school.subdomain).example.com"
        let user = try await campus.administration.createUser(
            NewUser(email: Email(parsing: email), name: Line(parsing: name), role: role),
            password: nil,
            in: school.id
        )
        var client = anonymous
        client.token = try await campus.accessToken(for: user.id, in: school.id, role: role, name: name)
        client.tenantID = school.id.description
        return Person(id: user.id, name: name, email: email, school: school, client: client)
    }

    /// Asks until the answer is yes, for at most ten seconds.
    package func eventually(
        _ complaint: String = "it did not happen within 10 s",
        _ ask: () async throws -> Bool
    ) async throws {
        let deadline = ContinuousClock.now.advanced(by: .seconds(10))
        while ContinuousClock.now < deadline {
            if try await ask() { return }
            try await Task.sleep(for: .milliseconds(20))
        }
        throw DidNotHappen(description: complaint)
    }
}

/// What a test waited for did not come.
package struct DidNotHappen: Error, CustomStringConvertible {
    package let description: String

    package init(description: String) { self.description = description }
}
