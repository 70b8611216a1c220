import Access
import ChatAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension ChatService {
    /// A change of chatflows, or of whom they are assigned to: it counts from the next question on.
    func changeChatflows<R: Codable & Sendable>(
        _ call: Call,
        _ body: @escaping @Sendable (borrowing Transaction) throws -> R
    ) async throws -> R {
        // Also when it failed: nobody knows then whether it happened.
        defer { assigned.forgetAll() }
        return try await call.write(body)
    }

    func assign(_ request: AssignChatflow, _ call: Call) async throws -> AssignmentChange {
        let caller = try call.caller
        return try await changeChatflows(call) { transaction in
            let flow = try transaction.chatflow(request.flowiseID).givable
            let person = try transaction.person(request.email).active
            let change = try transaction.assign(flow, to: person, by: caller.userID, at: call.now)
            if change.status != "No Action" {
                try transaction.tell(.chatflowAssigned, request.flowiseID.text, about: [person.email], of: call)
            }
            return change
        }
    }

    func assignToMany(_ request: AssignChatflowToMany, _ call: Call) async throws -> AssignmentChanges {
        try await assign(request.flowiseID, to: request.emails, call)
    }

    func addUsersByEmail(_ request: AddUsersByEmail, _ call: Call) async throws -> AssignmentChanges {
        try await assign(request.chatflowID, to: request.emails, call)
    }

    private func assign(_ id: ChatflowID, to emails: [Email], _ call: Call) async throws -> AssignmentChanges {
        guard emails.count <= 1_000 else { throw Problem.invalid("emails", "must have at most 1,000 addresses") }
        let caller = try call.caller
        return try await changeChatflows(call) { transaction in
            let flow = try transaction.chatflow(id).givable
            // In the order of their addresses: two requests would wait for each other otherwise.
            var changes: [Email: AssignmentChange] = [:]
            var changed: [Email] = []
            for email in Set(emails).sorted(by: { $0.text < $1.text }) {
                do {
                    let person = try transaction.person(email).active
                    let change = try transaction.assign(flow, to: person, by: caller.userID, at: call.now)
                    changes[email] = change
                    if change.status != "No Action" { changed.append(email) }
                } catch let refusal as AdministrationError {
                    changes[email] = AssignmentChange(email, "Failed", refusal.problem.message)
                }
            }
            if !changed.isEmpty { try transaction.tell(.chatflowAssigned, id.text, about: changed, of: call) }
            var seen: Set<Email> = []
            return AssignmentChanges(emails.filter { seen.insert($0).inserted }.compactMap { changes[$0] })
        }
    }

    func unassign(_ request: UnassignChatflow, _ call: Call) async throws -> AssignmentChange {
        try await changeChatflows(call) { transaction in
            let flow = try transaction.chatflow(request.flowiseID)
            let person = try transaction.person(request.email)
            let ended = try transaction.execute(
                """
                update chat.assignments set is_active = false, assigned_at = \(call.now)
                where chatflow_id = \(flow.id) and user_id = \(person.id) and is_active
                """
            )
            guard ended == 1 else { throw AdministrationError.notAssigned }
            try transaction.tell(.chatflowUnassigned, request.flowiseID.text, about: [person.email], of: call)
            return AssignmentChange(person.email, "Deactivated", "User removed from the chatflow")
        }
    }

    func listChatflowUsers(_ request: ListChatflowUsers, _ call: Call) async throws -> [ListChatflowUsers.User] {
        let caller = try call.caller
        return try await call.read { transaction in
            let flow = try transaction.chatflow(request.flowiseID)
            let rows: [AssignedPerson] = try transaction.all(
                """
                select person.id, coalesce(person.username, person.email) as username, person.email, person.role,
                    assignment.assigned_at
                from chat.assignments assignment
                join auth.public_people person
                    on person.tenant_id = assignment.tenant_id and person.id = assignment.user_id
                where assignment.tenant_id = \(caller.tenantID) and assignment.chatflow_id = \(flow.id)
                    and assignment.is_active
                order by person.email
                """
            )
            return rows.map { row in
                ListChatflowUsers.User(
                    row.id,
                    username: row.username,
                    email: row.email,
                    role: row.role,
                    assignedAt: row.assignedAt
                )
            }
        }
    }

    func syncUserByEmail(_ request: SyncUserByEmail, _ call: Call) async throws -> SyncUserByEmail.Response {
        let person = try await call.read { try $0.person(request.email) }
        return SyncUserByEmail.Response(
            SyncUserByEmail.Details(
                person.id,
                username: person.username,
                email: person.email,
                role: person.role,
                isActive: person.isActive,
                createdAt: person.createdAt,
                updatedAt: person.updatedAt
            )
        )
    }
}

/// Somebody who may ask a chatflow.
private struct AssignedPerson: Decodable, Sendable {
    let id: UserID
    let username: String
    let email: Email
    let role: Role
    let assignedAt: Date
}

/// A chatflow that assignments are of.
struct GivenChatflow: Decodable, Sendable {
    let id: ChatflowRowID
    let isDeleted: Bool

    /// The chatflow, unless nobody can ask it.
    var givable: GivenChatflow {
        get throws {
            if isDeleted { throw AdministrationError.chatflowDeleted }
            return self
        }
    }
}

/// Somebody of the school.
struct SchoolPerson: Decodable, Sendable {
    let id: UserID
    let username: String
    let email: Email
    let role: Role
    let isActive: Bool
    let createdAt: Date
    let updatedAt: Date

    /// The person, unless they may not sign in.
    var active: SchoolPerson {
        get throws {
            guard isActive else { throw AdministrationError.userInactive }
            return self
        }
    }
}

extension Transaction {
    /// The school's chatflow of that id, deleted or not.
    func chatflow(_ id: ChatflowID) throws -> GivenChatflow {
        let flow: GivenChatflow? = try first(
            "select id, sync_status = 'deleted' as is_deleted from chat.chatflows where flow_id = \(id)"
        )
        guard let flow else { throw AdministrationError.noSuchChatflow }
        return flow
    }

    /// Whoever has that address in the school.
    func person(_ email: Email) throws -> SchoolPerson {
        let person: SchoolPerson? = try first(
            """
            select id, coalesce(username, email) as username, email, role, status = 'active' as is_active, created_at,
                updated_at
            from auth.public_people
            where email = \(email)
            """
        )
        guard let person else { throw AdministrationError.noSuchUser }
        return person
    }

    /// Gives, or gives again; nothing happens to what is given already.
    fileprivate func assign(
        _ flow: GivenChatflow,
        to person: SchoolPerson,
        by admin: UserID,
        at now: Date
    ) throws -> AssignmentChange {
        let wasNew: Bool? = try value(
            """
            insert into chat.assignments (tenant_id, chatflow_id, user_id, is_active, assigned_at, assigned_by)
            values (\(tenant), \(flow.id), \(person.id), true, \(now), \(admin))
            on conflict (tenant_id, chatflow_id, user_id) do update
                set is_active = true, assigned_at = excluded.assigned_at, assigned_by = excluded.assigned_by
                where not assignments.is_active
            returning xmax = 0
            """
        )
        return switch wasNew {
        case true?: AssignmentChange(person.email, "Assigned", "User assigned to the chatflow")
        case false?: AssignmentChange(person.email, "Reactivated", "User assigned to the chatflow again")
        case nil: AssignmentChange(person.email, "No Action", "User is assigned to the chatflow already")
        }
    }
}
