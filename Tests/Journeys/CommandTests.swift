import Endpoints
import Foundation
import Testing
import Values

extension Processes {
    /// The program as an administrator of a school uses it, from a shell.
    @Suite("Commands of the operator", .timeLimit(.minutes(15)))
    struct CommandTests {
        private let csv = """
            username,email,password,role,name,ignored
            neema,neema@baobab.example.com,Jua-kali 2027,enduser,Neema,1
            ,juma@baobab.example.com,,supervisor,Juma Ali,2
            ,not an address,x,user,,3
            old,old@baobab.example.com,$2b$04$abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0,user,Old,4

            """

        @Test("A school and its people are made without the program, and the import can be repeated")
        func people() async throws {
            try await Installation.with { installation in
                func run(_ arguments: String...) async throws -> (status: Int32, output: String) {
                    try await installation.run(arguments)
                }
                let file = installation.directory + "/people.csv"
                try Data(csv.utf8).write(to: URL(fileURLWithPath: file))
                #expect(try await run("tenant", "create", "Baobab School", "--subdomain", "baobab").status == 0)
                let token = try await run("setup-token")
                #expect(token.status == 0 && token.output.split(separator: "\n").last?.utf8.count == 43)

                let tried = try await run("user", "import", file, "--school", "baobab", "--dry-run")
                #expect(tried.output.contains("3 created, 0 updated, 0 existing, 1 refused"), "\(tried.output)")
                let empty = try await run("user", "list", "--school", "baobab")
                #expect(empty.status == 0 && empty.output.isEmpty, "\(empty.output)")
                let done = try await run("user", "import", file, "--school", "baobab")
                #expect(done.status == 2 && done.output.contains("line 4\tnot an address\trefused: email must be"))
                let again = try await run("user", "import", file, "--school", "baobab")
                #expect(again.output.contains("0 created, 0 updated, 3 existing, 1 refused"), "\(again.output)")
                let updated = try await run("user", "import", file, "--school", "baobab", "--update")
                #expect(updated.output.contains("0 created, 3 updated, 0 existing, 1 refused"), "\(updated.output)")
                let teachers = try await run("user", "list", "--school", "baobab", "--role", "teacher")
                #expect(teachers.output == "juma@baobab.example.com\tteacher\tactive\t-\tJuma Ali\n")

                let unknown = try await run("user", "unlock", "nobody@baobab.example.com", "--school", "baobab")
                #expect(unknown.status == 1 && unknown.output.contains("has no account at baobab"))
                let elsewhere = try await run("user", "list", "--school", "nowhere")
                #expect(elsewhere.status == 1 && elsewhere.output.contains("elymica tenant list"))
            }
        }

        @Test(
            "While the program runs, commands join its database: a printed link chooses a password, a school is closed"
        )
        func running() async throws {
            try await Installation.with { installation in
                let program = try installation.start(["up", "--single-port"])
                try await installation.ready(program)
                #expect(program.output.contains("Setup token"))
                func run(_ arguments: String...) async throws -> (status: Int32, output: String) {
                    try await installation.run(arguments)
                }
                let visitor = installation.visitor
                _ = try await run("tenant", "create", "Baobab School", "--subdomain", "baobab")
                let added = try await run(
                    "user",
                    "create",
                    "head@baobab.example.com",
                    "--school",
                    "baobab",
                    "--name",
                    "Head Teacher",
                    "--role",
                    "admin",
                    "--password",
                    "Jua-kali 2027"
                )
                #expect(added.status == 0, "\(added.output)")
                #expect(try await run("setup-token").status == 1)
                let link = try await run("user", "reset-password", "head@baobab.example.com", "--school", "baobab")
                let token = try #require(link.output.split(separator: "=").last).filter { !$0.isNewline }
                let reset = try await visitor.post(
                    "/api/auth/reset-password",
                    ["token": .string(String(token)), "new_password": "Mwezi-2027"]
                )
                #expect(reset.status == 200, "\(reset.text) \(link.output)")
                func signIn() async throws -> Int {
                    try await visitor.post(
                        "/api/auth/login",
                        [
                            "tenant_subdomain": "baobab", "email": "head@baobab.example.com", "password": "Mwezi-2027",
                        ]
                    ).status
                }
                #expect(try await signIn() == 200)
                #expect(try await run("tenant", "suspend", "baobab").status == 0)
                #expect(try await signIn() == 403)
                #expect(try await run("tenant", "list").output == "baobab\tsuspended\t1\tBaobab School\n")
                #expect(try await run("tenant", "resume", "baobab").status == 0)
                #expect(try await signIn() == 200)
            }
        }
    }
}
