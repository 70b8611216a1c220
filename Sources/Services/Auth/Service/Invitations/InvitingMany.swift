import Access
import AuthAPI
import Cache
import Endpoints
import Postgres
import SwiftCSV
import Values

extension AuthService {
    /// Every row is judged by itself; those that pass commit together with the answer that reports them, so that a
    /// lost answer can be asked for again under its `Idempotency-Key`.
    func inviteMany(_ request: InviteUsers, _ call: Call) async throws -> InviteUsers.Response {
        let host = Host(try call.caller)
        let rows = try GuestList(csv: request.csv.text).rows
        try await call.limit(\.invitations)
        return try await call.write { transaction in
            var seen: Set<Email> = []
            return InviteUsers.Response(
                results: rows.map { row in
                    do {
                        let guest = try row.guest.get()
                        guard seen.insert(guest.email).inserted else { throw AuthError.rowStandsTwice }
                        var result = InvitedRow(row: row.line, email: row.email, status: .invited)
                        let invited = try transaction.savepoint {
                            try transaction.invite(guest, by: host, from: Origin(call))
                        }
                        result.invitationID = invited.id
                        return result
                    } catch {
                        return row.refused(because: error)
                    }
                }
            )
        }
    }
}

/// The people in a spreadsheet.
struct GuestList: Sendable {
    /// How many it may hold.
    static let limit = 1_000

    let rows: [GuestRow]

    /// The first row names the columns, in any order and case.
    init(csv text: String) throws {
        let table = try Spreadsheet(text, limit: Self.limit)
        guard table.columns.contains("email"), table.columns.contains("role") else {
            throw Problem.invalid("csv", "must have the columns email and role in its first row")
        }
        rows = table.rows.map(GuestRow.init)
    }
}

/// One of them, or what is wrong with the row.
struct GuestRow: Sendable {
    let line: Int
    let email: String
    let guest: Result<Guest, any Error>

    init(_ row: Spreadsheet.Row) {
        line = row.line
        email = String(decoding: (row["email"] ?? "").utf8.prefix(254), as: UTF8.self)
        guest = Result {
            guard let role = row["role"].flatMap(Role.init(named:)) else {
                throw InvalidValue("must be student, teacher, parent or admin", path: ["role"])
            }
            var guest = Guest(email: try row.value("email") ?? Email(parsing: ""), role: role)
            guest.name = try row.value("name")
            guest.locale = try row.value("locale")
            guest.username = try row.value("username")
            guest.phoneNumber = try row.value("phone_number") ?? row.value("phone")
            return guest
        }
    }

    /// The row's line in the report, for one that was not acted on.
    func refused(because error: any Error) -> InvitedRow {
        let problem = Problem(describing: error)
        var row = InvitedRow(row: line, email: email, status: .refused)
        (row.code, row.message) = (problem.code, problem.message)
        return row
    }
}
