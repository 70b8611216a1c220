import CPostgres
import Glibc
import Values

extension Connection {
    /// Connects, waiting no longer than the settings say, and refuses a role that row level security does not bind.
    static func open(
        _ target: ConnectionTarget,
        _ settings: SessionSettings,
        roundTrips: Counter
    ) throws(PostgresError) -> Connection {
        let connection = Connection(
            try connect(target, settings),
            patience: settings.statementTimeout + .seconds(3),
            roundTrips: roundTrips
        )
        guard PQenterPipelineMode(connection.pointer) == 1 else {
            throw PostgresError(.unavailable, serverMessage: connection.message)
        }
        if !settings.allowsPrivilegedRole { try connection.refusePrivilegedRole() }
        return connection
    }

    private static func connect(
        _ target: ConnectionTarget,
        _ settings: SessionSettings
    ) throws(PostgresError) -> OpaquePointer {
        let parameters = settings.parameters(target)
        let keywords = CStrings(parameters.map(\.0))
        let values = CStrings(parameters.map(\.1))
        let pointer = PQconnectStartParams(keywords.constants, values.constants, 0)
        guard let pointer else { throw PostgresError(.unavailable, "no memory for a connection") }
        // The default receiver writes the server's notices to stderr.
        PQsetNoticeReceiver(pointer, { _, _ in }, nil)
        do throws(PostgresError) {
            try finish(pointer, within: settings.connectTimeout)
        } catch {
            PQfinish(pointer)
            throw target.isSplitRightly ? error : error.withoutWords
        }
        return pointer
    }

    /// Drives a started connection until it stands.
    private static func finish(_ pointer: OpaquePointer, within limit: Duration) throws(PostgresError) {
        let deadline = ContinuousClock.now + limit
        var wanted = PGRES_POLLING_WRITING
        while true {
            if PQstatus(pointer) == CONNECTION_BAD { wanted = PGRES_POLLING_FAILED }
            switch wanted {
            case PGRES_POLLING_OK: return
            case PGRES_POLLING_READING, PGRES_POLLING_WRITING:
                let events = wanted == PGRES_POLLING_READING ? POLLIN : POLLOUT
                var descriptor = pollfd(fd: PQsocket(pointer), events: Int16(events), revents: 0)
                let left = (deadline - .now) / .milliseconds(1)
                guard left > 0 else { throw PostgresError(.unavailable, "connecting took longer than \(limit)") }
                if poll(&descriptor, 1, Int32(left.rounded(.up))) == 0 { continue }
            default:
                let message = PQerrorMessage(pointer).map { String(cString: $0) } ?? ""
                var error = PostgresError(.unavailable, "cannot connect", serverMessage: message)
                error.refusal = message.split(whereSeparator: \.isWhitespace).joined(separator: " ")
                throw error
            }
            wanted = PQconnectPoll(pointer)
        }
    }

    private func refusePrivilegedRole() throws(PostgresError) {
        let result = try exchange(
            ["select rolsuper or rolbypassrls from pg_catalog.pg_roles where rolname = current_user"])
        let row = Row(result: result.pointer, index: 0, layout: result.layout)
        guard result.rowCount == 1, try !row.scalar(Bool.self, 0) else {
            throw PostgresError(
                .configuration,
                "the session's role is a superuser or bypasses row level security; set another"
            )
        }
    }
}

extension ConnectionTarget {
    /// Whether host, port and database can be what they are taken for. A URL is split at the first `@` and `/`, so a
    /// password that has them as they are ends up in pieces there, which libpq would repeat.
    fileprivate var isSplitRightly: Bool {
        let (host, port) = (parameters["host"] ?? "", parameters["port"] ?? "")
        // An abstract socket's name begins with one.
        return !host.dropFirst().contains("@") && parameters["dbname"]?.contains("@") != true
            && port.utf8.allSatisfy { (0x30...0x39).contains($0) || $0 == UInt8(ascii: ",") }
    }
}

extension PostgresError {
    /// The same without what libpq said, for a URL that shows a password in the wrong place.
    fileprivate var withoutWords: PostgresError {
        var error = self
        (error.serverMessage, error.refusal) = (nil, "write @ as %40 and / as %2F in the password of the URL")
        return error
    }
}
