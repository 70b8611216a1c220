import Access
import Endpoints
import FoundationEssentials
import HTTPTypes
import Logging
import Postgres
import Telemetry
import TestKit
import Values

/// A small service for the tests: notes, one table.
struct PutNote: Endpoint {
    static let route = Route.post(
        "/notes/{note_id}",
        "Keeps a note.",
        success: .created,
        aliases: ["/api/notes/{note_id}"]
    )
    static let access = Access.signedIn
    var noteID: Line<20>
    var title: Line<50>
    var stars: Bounded<1, 5>?
    var tags: [String]?

    struct Response: Codable, Sendable {
        var noteID: String
        var title: String
        var stars: Int?
        var keptAt: Date
        var timesKept: Int
    }
}

struct ListNotes: Endpoint {
    static let route = Route.get("/notes", "Lists the notes.")
    static let access = Access.signedIn
    var limit: PageLimit?
    var starred: Bool?

    struct Response: Codable, Sendable { var notes: [String] }
}

struct CountForTeachers: Endpoint {
    static let route = Route.get("/notes/count", "How many notes there are; for teachers.")
    static let access = Access.roles(.teacher)
    struct Response: Codable, Sendable { var count: Int }
}

struct Tolerant: Endpoint {
    static let route = Route.post("/tolerant", "Ignores what it does not know.")
    static let access = Access.anyone
    static let unknownNames = UnknownNames.ignored
    var name: String?
    struct Response: Codable, Sendable { var name: String? }
}

struct FilledIn: Endpoint {
    static let route = Route.post("/form", "Reads forms and texts, too.")
    static let access = Access.anyone
    static let unknownNames = UnknownNames.ignored
    static let bodyForms: [BodyForm] = [.form, .text(mediaType: "text/csv", member: "name")]
    var name: String?
    struct Response: Codable, Sendable { var name: String? }
}

struct Export: DownloadEndpoint {
    static let route = Route.get("/notes.csv", "All notes as CSV.")
    static let access = Access.anyone
    static let mediaTypes = ["text/csv"]
}

enum Notes {
    static let schema = SchemaMigrations(
        schema: "notes",
        migrations: [
            Migration(
                1,
                "create_notes",
                """
                create table notes.notes (
                    tenant_id uuid not null, id text not null, title text not null, stars integer,
                    times_kept integer not null, primary key (tenant_id, id));
                select platform.protect('notes.notes');
                """
            )
        ]
    )

    static var operations: [Endpoints.Operation] {
        [
            Operation(PutNote.self) { note, call in
                let tenant = try call.caller.tenantID
                let now = call.now
                return try await call.write { tx in
                    let times = try tx.value(
                        """
                        insert into notes.notes (tenant_id, id, title, stars, times_kept)
                        values (\(tenant), \(note.noteID.text), \(note.title.text), \(note.stars?.value), 1)
                        on conflict (tenant_id, id) do update
                        set times_kept = notes.notes.times_kept + 1, title = excluded.title
                        returning times_kept
                        """,
                        as: Int.self
                    )
                    return PutNote.Response(
                        noteID: note.noteID.text,
                        title: note.title.text,
                        stars: note.stars?.value,
                        keptAt: now,
                        timesKept: times ?? 0
                    )
                }
            },
            Operation(ListNotes.self) { list, call in
                ListNotes.Response(
                    notes: try await call.read { tx in
                        try tx.all(
                            "select id from notes.notes order by id limit \(list.limit?.value ?? 100)",
                            as: String.self
                        )
                    }
                )
            },
            Operation(CountForTeachers.self) { _, call in
                CountForTeachers.Response(
                    count: try await call.read { try $0.value("select count(*) from notes.notes", as: Int.self) ?? 0 }
                )
            },
            Operation(Tolerant.self) { tolerant, _ in Tolerant.Response(name: tolerant.name) },
            Operation(FilledIn.self) { filled, _ in FilledIn.Response(name: filled.name) },
            Operation(Export.self) { _, _ in
                Download(
                    mediaType: "text/csv; charset=utf-8",
                    fileName: "notes – Wanjikũ.csv",
                    bytes: Array(String(repeating: "note,stars\n", count: 500).utf8)
                )
            },
        ]
    }

    static let tenant = TenantID()
    static let student = Principal(
        Identity(userID: UserID(), tenantID: tenant, role: .student, sessionID: SessionID()),
        issuedAt: Date(),
        expiresAt: Date().addingTimeInterval(900)
    )
    static let other = Principal(
        Identity(userID: UserID(), tenantID: TenantID(), role: .student, sessionID: SessionID()),
        issuedAt: Date(),
        expiresAt: Date().addingTimeInterval(900)
    )

    static func runtime(
        _ database: Database,
        _ further: [Endpoints.Operation] = [],
        _ metrics: MetricsRegistry = MetricsRegistry()
    ) -> ServiceRuntime {
        ServiceRuntime(
            name: "notes",
            operations: operations + further,
            database: database,
            authenticate: { token, _ in
                switch token {
                case "student": student
                case "other": other
                default: throw Problem.unauthorized("The token is not valid.", code: "invalid_token")
                }
            },
            logger: Logger(label: "test") { _ in SwiftLogNoOpLogHandler() },
            metrics: metrics
        )
    }
}
