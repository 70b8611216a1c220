import Access
import Endpoints
import Testing
import Values

/// Every service connected as a role that sees its own schema and what others publish: nobody needs more than that.
@Suite("Services under their own roles", .timeLimit(.minutes(15)))
struct ServiceRoleTests {
    @Test("A course is taught, completed and certified, and every operation works, each service under its own role")
    func everything() async throws {
        try await SplitCampus.run { campus in
            let (tenant, people) = try await campus.school("role-school")
            let world = try await World.fill(tenant, subdomain: "role-school", mark: "role-mark", people: people)
            // Reading first, then changing, then removing; last what needs no sign-in, such as signing out.
            let ranks = ["GET": 0, "POST": 1, "PATCH": 1, "PUT": 1, "DELETE": 2]
            func rank(_ operation: DocumentedOperation) -> Int {
                operation.needsSignIn && !operation.endsOwnSessions ? ranks[operation.method, default: 0] : 3
            }
            let operations = try DocumentedOperation.all().sorted { rank($0) < rank($1) }
            var failures: [String] = []
            for operation in operations {
                for choice in OperationRequest.choices(operation) {
                    let request = OperationRequest(
                        operation,
                        along: operation.paths[0],
                        choice,
                        theirs: world.names,
                        ours: world.names
                    )
                    for role in World.roles {
                        guard let client = people[role]?.client else { continue }
                        let answer = try await request.send(as: client)
                        guard answer.status >= 500 else { continue }
                        failures.append("\(operation.name) as \(role): \(answer.status) \(answer.text)")
                    }
                }
            }
            #expect(failures == [])
        }
    }
}
