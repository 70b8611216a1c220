import Access
import AuthAPI
import Endpoints
import Postgres
import Values

extension AuthService {
    func listInvitations(_ request: ListInvitations, _ call: Call) async throws -> ListInvitations.Response {
        let tenant = try call.caller.tenantID
        let (page, limit) = (request.page?.value ?? 1, request.limit?.value ?? 20)
        return try await call.read { transaction in
            let invitations: [Invitation] = try transaction.all(
                """
                select id, email, name, role, created_at, expires_at, accepted_at, user_id, status
                from (
                    select *, case when accepted_at is not null then 'accepted'
                        when revoked_at is not null then 'revoked'
                        when expires_at <= \(call.now) then 'expired' else 'pending' end as status
                    from auth.invitations where tenant_id = \(tenant)
                ) as invitation
                where (\(request.status) is null or status = \(request.status))
                order by created_at desc, id desc
                limit \(limit) offset \((page - 1) * limit)
                """
            )
            let total: Int? = try transaction.value(
                """
                select count(*)
                from (
                    select case when accepted_at is not null then 'accepted'
                        when revoked_at is not null then 'revoked'
                        when expires_at <= \(call.now) then 'expired' else 'pending' end as status
                    from auth.invitations where tenant_id = \(tenant)
                ) as invitation
                where (\(request.status) is null or status = \(request.status))
                """
            )
            let pagination = ListUsers.Response.Pagination(currentPage: page, limit: limit, totalItems: total ?? 0)
            return ListInvitations.Response(invitations: invitations, pagination: pagination)
        }
    }
}
