import Access
import AuthAPI
import Endpoints
import Postgres
import Values

extension AuthService {
    func listUsers(_ request: ListUsers, _ call: Call) async throws -> ListUsers.Response {
        let tenant = try call.caller.tenantID
        let page = request.page?.value ?? 1
        let limit = request.limit?.value ?? 20
        return try await call.read { transaction in
            let total = try transaction.value(
                """
                select count(*)
                from auth.users u
                where u.tenant_id = \(tenant)
                    and (\(request.role) is null or u.role = \(request.role))
                    and (\(request.status) is null or u.status = \(request.status))
                    and (\(request.search) is null
                        or strpos(lower(concat_ws(' ', u.name, u.email, u.username)), lower(\(request.search))) > 0)
                """,
                as: Int.self
            )
            let users: [User] = try transaction.all(
                """
                select u.id, u.email, u.name, u.role, u.tenant_id, t.subdomain as tenant_subdomain, u.status,
                    u.username, u.phone_number, u.locale, u.created_at
                from auth.users u
                join auth.tenants t on t.id = u.tenant_id
                where u.tenant_id = \(tenant)
                    and (\(request.role) is null or u.role = \(request.role))
                    and (\(request.status) is null or u.status = \(request.status))
                    and (\(request.search) is null
                        or strpos(lower(concat_ws(' ', u.name, u.email, u.username)), lower(\(request.search))) > 0)
                order by u.name, u.id
                limit \(limit) offset \((page - 1) * limit)
                """
            )
            let pagination = ListUsers.Response.Pagination(currentPage: page, limit: limit, totalItems: total ?? 0)
            return ListUsers.Response(users: users, pagination: pagination)
        }
    }
}
