package import Access
package import Endpoints
package import Values

/// The people of the caller's school by name, a page at a time.
package struct ListUsers: Endpoint {
    package static let route = Route.get("/api/auth/users", "The people of the school, by name.")
    package static let access = Access.roles(.admin)

    /// Part of a name, an e-mail address or a username, in any case.
    package var search: Line<100>?
    package var role: Role?
    package var status: UserStatus?
    package var page: PageNumber?
    /// 20 when left out.
    package var limit: PageLimit?

    package init(search: Line<100>? = nil, role: Role? = nil, status: UserStatus? = nil) {
        (self.search, self.role, self.status) = (search, role, status)
    }

    package struct Response: Codable, Sendable {
        package var users: [User]
        package var pagination: Pagination

        package init(users: [User], pagination: Pagination) {
            (self.users, self.pagination) = (users, pagination)
        }

        /// Where in the list a page stands.
        package struct Pagination: Codable, Hashable, Sendable {
            package var currentPage: Int
            package var totalPages: Int
            package var totalItems: Int

            package init(currentPage: Int, limit: Int, totalItems: Int) {
                (self.currentPage, self.totalItems) = (currentPage, totalItems)
                totalPages = (totalItems + limit - 1) / limit
            }
        }
    }
}
