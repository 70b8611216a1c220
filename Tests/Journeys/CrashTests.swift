import Endpoints
import Events
import Glibc
import Postgres
import TestKit
import Testing

extension Processes {
    /// What a power cut, the out-of-memory killer or `kill -9` leave behind, with the built program and durability on.
    @Suite("Killed without warning", .serialized, .timeLimit(.minutes(10)))
    struct CrashTests {
        private static let rounds = 20

        @Test("The program is killed twenty times during writes: nothing acknowledged is lost, nothing happens twice")
        func program() async throws {
            try await Installation.with { installation in
                var program = try installation.startDemo()
                try await installation.ready(program)
                try await survive(installation) { round, random in
                    try await program.kill()
                    if round.isMultiple(of: 5) {
                        // Once more, while it starts.
                        let hasty = try installation.startDemo()
                        try await Task.sleep(for: .milliseconds(Int.random(in: 0...800, using: &random)))
                        try await hasty.kill()
                    }
                    program = try installation.startDemo()
                    return try await installation.ready(program)
                }
                #expect(try await program.terminate() == 0)
            }
        }

        @Test("PostgreSQL is killed twenty times during writes: the program goes on by itself and has lost nothing")
        func postgres() async throws {
            try await Installation.with { installation in
                let program = try installation.startDemo()
                try await installation.ready(program)
                try await survive(installation) { _, _ in
                    let postmaster = try #require(installation.postmaster)
                    Glibc.kill(postmaster, SIGKILL)
                    try await installation.eventually("PostgreSQL was not started again") {
                        installation.postmaster.map { $0 != postmaster } ?? false
                    }
                    return try await installation.ready(program)
                }
                #expect(try await program.terminate() == 0)
            }
        }

        /// Lets a school write, kills what `kill` kills twenty times at moments nobody chose, and counts afterwards.
        /// `kill` returns when the program is ready again, with how long that took.
        private func survive(
            _ installation: Installation,
            _ kill: (Int, inout SeededRandom) async throws -> Duration
        ) async throws {
            let seed = UInt64.random(in: .min ... .max)
            var random = SeededRandom(seed: seed)
            let school = try await WritingSchool(at: installation.visitor)
            async let writing: Void = school.write(SeededRandom(seed: seed))
            var rounds = 0
            var slowest = Duration.zero
            do {
                while rounds < Self.rounds {
                    let before = school.writes.count
                    try await installation.eventually("round \(rounds): nothing was acknowledged") {
                        school.writes.count >= before + 5
                    }
                    try await Task.sleep(for: .milliseconds(Int.random(in: 0...500, using: &random)))
                    try await installation.eventually("round \(rounds): no write was running") {
                        school.writes.running > 0
                    }
                    slowest = max(slowest, try await kill(rounds, &random))
                    rounds += 1
                }
                school.writes.finish()
                await writing
                try await installation.settle()
                let comment: Comment = """
                    seed \(seed), \(school.writes.count) writes, \(school.writes.interruptions) interrupted, \
                    slowest return \(slowest)
                    """
                #expect(rounds == 20, comment)
                try await school.checkSurvivors(comment)
            } catch {
                throw Complaint("seed \(seed), round \(rounds): \(error)")
            }
        }
    }
}

/// What runs the built program: one after the other, for each takes the machine to itself.
@Suite("Processes", .serialized)
struct Processes {}

extension Installation {
    fileprivate func startDemo() throws -> ElymicaProcess { try start(["up", "--demo", "--single-port"]) }

    /// The process id of the PostgreSQL server that the program runs.
    fileprivate var postmaster: pid_t? {
        guard let file = fopen("\(directory)/data/cluster/postmaster.pid", "r") else { return nil }
        defer { fclose(file) }
        var line = [UInt8](repeating: 0, count: 16)
        let count = fread(&line, 1, line.count, file)
        return pid_t(String(decoding: line.prefix(count).prefix { $0 != UInt8(ascii: "\n") }, as: UTF8.self))
    }

    /// Waits until no event is left to be told; none may have been given up.
    fileprivate func settle() async throws {
        let target = ConnectionTarget(
            socketDirectory: "\(directory)/data/socket",
            user: DatabaseRole.app,
            database: "elymica"
        )
        let database = Database(DatabaseConfiguration(target), logger: .quiet)
        let backlog = Backlog(database)
        var failure: (any Error)?
        do {
            try await eventually("events were left untold") {
                !(try await backlog.counts().contains { $0.kind == "delivery" && $0.state == "pending" })
            }
            #expect(try await backlog.parked().isEmpty)
        } catch {
            failure = error
        }
        await database.shutdown()
        if let failure { throw failure }
    }
}
