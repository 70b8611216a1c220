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

        @Test("A refusal is one sentence that names what was refused; a rehearsal refuses what the import refuses")
        func refusals() async throws {
            try await Installation.with { installation in
                func run(_ arguments: String...) async throws -> (status: Int32, output: String) {
                    try await installation.run(arguments)
                }
                _ = try await run("tenant", "create", "Baobab School", "--subdomain", "baobab")
                let taken = try await run("tenant", "create", "Baobab School", "--subdomain", "baobab")
                #expect(taken.status == 1 && taken.output == "Error: This school code belongs to another school.\n")
                let nameless = try await run("tenant", "create", "", "--subdomain", "acacia")
                #expect(nameless.status == 1 && nameless.output.contains("Error: name must not be empty"))
                let create = ["user", "create", "head@baobab.example.com", "--school", "baobab", "--name", "H"]
                let weak = try await installation.run(create + ["--password", "x"])
                #expect(weak.status == 1 && weak.output.contains("Error: password must have at least 8 characters; "))

                let file = installation.directory + "/people.csv"
                func write(_ text: String) throws { try Data(text.utf8).write(to: URL(fileURLWithPath: file)) }
                try write(
                    """
                    email,password,username
                    a@baobab.example.com,short,
                    b@baobab.example.com,Password1,
                    c@baobab.example.com,Jua-kali 2027,cee
                    c@baobab.example.com,Jua-kali 2027,
                    d@baobab.example.com,Jua-kali 2027,CEE

                    """
                )
                func rows(_ output: String) -> [Substring] {
                    output.split(separator: "\n").filter { $0.contains("\t") }
                }
                let tried = try await run("user", "import", file, "--school", "baobab", "--dry-run")
                let done = try await run("user", "import", file, "--school", "baobab")
                #expect(tried.status == 2 && done.status == 2 && rows(tried.output) == rows(done.output))
                #expect(done.output.contains("1 created, 0 updated, 0 existing, 4 refused"), "\(done.output)")

                for (cell, reason) in [
                    ("\"Ali", "has a quote that is not closed; look at line 3."),
                    ("Ju\"ma\" Ali", "has a quote in the middle of a cell in line 3: "),
                ] {
                    try write("email,name\na@baobab.example.com,A\nb@baobab.example.com,\(cell)\n")
                    let broken = try await run("user", "import", file, "--school", "baobab")
                    #expect(broken.status == 1 && broken.output.contains("people.csv \(reason)"), "\(broken.output)")
                }
            }
        }

        @Test("What keeps the program from starting is told with what to change, and without a password")
        func startErrors() async throws {
            try await Installation.with { installation in
                let help = try await installation.run(["serve", "--help"])
                #expect(["sms", "accounting", "chat"].allSatisfy { help.output.contains($0) })
                let elsewhere = try await installation.run(["up", "--single-port", "--host", "203.0.113.7"])
                #expect(elsewhere.status == 1)
                #expect(elsewhere.output.contains("--host 203.0.113.7 is no address of this machine"))
                func list(_ url: String) async throws -> String {
                    try await installation.run(["tenant", "list"], environment: ["ELYMICA_DATABASE_URL": url]).output
                }
                let closed = try await list("postgresql://elymica:s3cret@127.0.0.1:1/elymica")
                #expect(closed.contains("Connection refused") && !closed.contains("s3cret"), "\(closed)")
                let split = try await list("postgresql://elymica:s3cret/more@127.0.0.1:1/elymica")
                #expect(split.contains("%2F") && !split.contains("s3cret") && !split.contains("more"), "\(split)")
            }
        }

        @Test(
            "Where there is no installation, commands say so and make none; nor does root in somebody else's directory"
        )
        func elsewhere() async throws {
            try await Installation.with { installation in
                for command in [["tenant", "list"], ["user", "list", "--school", "baobab"], ["files", "check"]] {
                    let outcome = try await installation.run(command)
                    #expect(outcome.status == 1 && outcome.output.contains("there is no installation in"))
                }
                let data = installation.directory + "/data"
                #expect(!FileManager.default.fileExists(atPath: data))
                guard geteuid() == 0 else { return }
                try FileManager.default.createDirectory(atPath: data, withIntermediateDirectories: true)
                try #require(chown(data, 65_534, 65_534) == 0)
                let outcome = try await installation.run(["tenant", "create", "Baobab School", "--subdomain", "baobab"])
                #expect(outcome.status == 1 && outcome.output.contains("runuser -u nobody"), "\(outcome.output)")
                #expect(try FileManager.default.contentsOfDirectory(atPath: data).isEmpty)
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
                #expect(link.output.contains("ELYMICA_PUBLIC_URL is not set"))
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
