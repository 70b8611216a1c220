import Access
import AccountingAPI
import ChatAPI
import Endpoints
import Postgres
import Values

extension ChatService {
    func showChatCaller(_ request: GetChatCaller, _ call: Call) async throws -> GetChatCaller.Response {
        let caller = try call.caller
        let person: PersonRow? = try await call.school.first(
            """
            select short_id, coalesce(username, name) as username, email, role from auth.public_people
            where id = \(caller.userID)
            """
        )
        guard let person else { throw Problem.notFound("user") }
        return GetChatCaller.Response(
            id: person.shortID,
            username: person.username,
            email: person.email,
            role: AccountRole(person.role).rawValue
        )
    }
}

private struct PersonRow: Decodable, Sendable {
    let shortID: String
    let username: String
    let email: String
    let role: Role
}
