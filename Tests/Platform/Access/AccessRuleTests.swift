import Access
import Foundation
import Testing
import Values

@Suite("Who may use an endpoint", .timeLimit(.minutes(15)))
struct AccessRuleTests {
    private func principal(_ role: Role) -> Principal {
        let identity = Identity(userID: UserID(), tenantID: TenantID(), role: role, sessionID: SessionID())
        return Principal(identity, issuedAt: .distantPast, expiresAt: .distantFuture)
    }

    @Test("Anyone means everybody, signed in or not")
    func anyone() {
        #expect(Access.anyone.allows(nil))
        #expect(Role.allCases.allSatisfy { Access.anyone.allows(principal($0)) })
    }

    @Test("Signed in means every role and nobody without one")
    func signedIn() {
        #expect(!Access.signedIn.allows(nil))
        #expect(Role.allCases.allSatisfy { Access.signedIn.allows(principal($0)) })
    }

    @Test("Roles mean exactly those, and a super admin wherever an admin is", arguments: Role.allCases, Role.allCases)
    func roles(allowed: Role, asking: Role) {
        let expected = allowed == asking || (allowed == .admin && asking == .superAdmin)
        #expect(Access.roles(allowed).allows(principal(asking)) == expected)
        #expect(!Access.roles(allowed).allows(nil))
        #expect(!Access.roles().allows(principal(asking)))
    }

    @Test("Roles are written as the clients know them")
    func wire() {
        #expect(Role.allCases.map(\.rawValue) == ["student", "teacher", "parent", "admin", "super_admin"])
    }

    @Test("Base64url has one spelling for any bytes")
    func base64URL() {
        for count in 0..<70 {
            let bytes = (0..<count).map { UInt8(truncatingIfNeeded: $0 &* 89 &+ count) }
            let text = Base64URL.text(bytes)
            let reference = Data(bytes).base64EncodedString().replacing("+", with: "-").replacing("/", with: "_")
            #expect(text == reference.replacing("=", with: ""))
            #expect(Base64URL.bytes(text.utf8) == bytes)
        }
        for text in ["A", "AB=", "AB==", "A A", "AB\n", "+/+/", "AB", "AAB", "é"] {
            #expect(Base64URL.bytes(text.utf8) == nil, "\(text)")
        }
    }
}
