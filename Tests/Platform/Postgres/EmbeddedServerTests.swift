import Glibc
import Postgres
import TestKit
import Testing
import Values

@Suite("Embedded server", .timeLimit(.minutes(15)), .serialized)
struct EmbeddedServerTests {
    private let tenant = TenantID()

    @Test("What was written is there after a restart, with checksums and durability on")
    func restart() async throws {
        try await PrivateServer.with { server in
            let database = try server.database()
            try await database.tenant(tenant).execute(
                "insert into school.courses (tenant_id, id, title) values (\(tenant), \(CourseID()), 'Rain')"
            )
            await server.server.stop()
            #expect(server.server.processID == nil)
            try await server.server.start()
            #expect(try await database.tenant(tenant).value("select title from school.courses") == "Rain")
            for setting in ["fsync", "synchronous_commit", "full_page_writes", "data_checksums"] {
                let value = try await database.tenant(tenant).value(
                    "select current_setting(\(setting))",
                    as: String.self
                )
                #expect(value == "on", "\(setting)")
            }
            let addresses = try await database.tenant(tenant).value("show listen_addresses", as: String.self)
            #expect(addresses == "")
            await database.shutdown()
        }
    }

    @Test("Two processes cannot use one directory")
    func directoryLock() async throws {
        try await PrivateServer.with { server in
            let second = EmbeddedServer(dataDirectory: server.directory, logger: .quiet)
            let error = await #expect(throws: EmbeddedServerError.self) { try await second.start() }
            #expect(error == .inUse(directory: server.directory))
        }
    }

    @Test("A server that its process left behind is stopped first")
    func leftover() async throws {
        try await PrivateServer.with { server in
            let target = try server.server.administrator
            await server.server.stop()
            try await server.startBehind(target)
            try await server.server.start()
            let database = try server.database()
            #expect(try await database.tenant(tenant).value("select 1", as: Int.self) == 1)
            await database.shutdown()
        }
    }

    @Test("A cluster of another version, or no PostgreSQL at all, is one clear sentence")
    func clearErrors() async throws {
        try await PrivateServer.with { server in
            await server.server.stop()
            let version = server.directory + "/cluster/PG_VERSION"
            #expect(posixShell("cp -p \(version) \(version).kept && echo 14 > \(version)") == 0)
            let error = await #expect(throws: EmbeddedServerError.self) { try await server.server.start() }
            #expect(error?.description.contains("apt-get install postgresql-14") == true)
            #expect(posixShell("mv \(version).kept \(version)") == 0)
        }
        #expect(EmbeddedServerError.notInstalled.description.contains("apt-get install postgresql"))
    }

    @Test("A settings file PostgreSQL refuses is reported in its words")
    func brokenSettings() async throws {
        try await PrivateServer.with { server in
            await server.server.stop()
            let file = server.directory + "/cluster/postgresql.conf"
            #expect(posixShell("cp -p \(file) \(file).kept && echo 'shared_buffers = lots' >> \(file)") == 0)
            let error = await #expect(throws: EmbeddedServerError.self) { try await server.server.start() }
            #expect(error?.description.contains("configuration file") == true)
            #expect(posixShell("mv \(file).kept \(file)") == 0)
            try await server.server.start()
        }
    }

    @Test("A directory too deep for a socket gets a short one")
    func deepDirectory() async throws {
        try await PrivateServer.with { server in
            let deep = server.directory + "/" + String(repeating: "a", count: 100)
            let other = EmbeddedServer(dataDirectory: deep, logger: .quiet)
            try await other.start()
            try await Maintenance(other.administrator).run("select 1")
            await other.stop()
        }
    }

    @Test("A directory that is there for files alone is made fit for a server")
    func closedDirectory() async throws {
        try await PrivateServer.with { server in
            let closed = server.directory + "/closed"
            #expect(mkdir(closed, 0o700) == 0)
            let other = EmbeddedServer(dataDirectory: closed, logger: .quiet)
            try await other.start()
            try await Maintenance(other.administrator).run("select 1")
            await other.stop()
        }
    }

    @Test("The server ends with us even when we are killed, and starts again where it was")
    func killedWithUs() async throws {
        let directory = "/tmp/elymica-killed-\(getpid())"
        await #expect(processExitsWith: .signal(SIGKILL)) {
            // The directory is named for the process that waits for this one.
            let server = EmbeddedServer(dataDirectory: "/tmp/elymica-killed-\(getppid())", logger: .quiet)
            try await server.start()
            kill(getpid(), SIGKILL)
        }
        let pidFile = directory + "/cluster/postmaster.pid"
        try await eventually { access(pidFile, F_OK) != 0 }
        let server = EmbeddedServer(dataDirectory: directory, logger: .quiet)
        try await server.start()
        try await Maintenance(server.administrator).run("select 1")
        await server.stop()
        #expect(posixShell("rm -rf \(directory)") == 0)
    }
}
