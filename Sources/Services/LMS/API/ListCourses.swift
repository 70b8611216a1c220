package import Access
package import Endpoints
package import Values

/// The courses that concern the caller (contract section 1.3).
///
/// Students and parents see those that are active, and students those they sit in even when archived; teachers see the
/// courses they teach, administrators all. Without `page` and `limit` the answer is the full set, at most 1,000:
/// existing screens take the array for everything there is.
package struct ListCourses: Endpoint {
    package static let route = Route.get(
        "/courses",
        "The courses that concern the caller.",
        aliases: ["/api/lms/courses"]
    )
    package static let access = Access.signedIn
    package var status: CourseStatus?
    /// Only those the caller sits in, or only the others.
    package var enrolled: Bool?
    package var subject: SearchText?
    /// The grade level, such as `Grade 8`.
    package var grade: SearchText?
    /// The teacher's id or a part of their name.
    package var teacher: SearchText?
    /// Words of title, code, subject or description.
    package var search: SearchText?
    /// The same as `search`.
    package var q: SearchText?
    package var sort: CourseOrder?
    package var order: SortDirection?
    package var page: PageNumber?
    package var limit: PageLimit?

    /// The courses whose title, code, subject or description has these words; all without.
    package init(search: SearchText? = nil) { self.search = search }

    /// How many courses an answer without pages holds, and a page unless the caller says how many.
    package static let fullSet = 1000
    package static let defaultLimit = 20

    package struct Response: Codable, Sendable {
        package var courses: [Course]
        package var pagination: Pagination
        package var total: Int
        package var page: Int
        package var limit: Int

        package init(courses: [Course], total: Int, page: Int, limit: Int) {
            self.courses = courses
            pagination = Pagination(
                currentPage: page,
                totalPages: max(1, (total + limit - 1) / limit),
                totalItems: total
            )
            (self.total, self.page, self.limit) = (total, page, limit)
        }
    }
}

/// What a search field sends: at most 100 characters; empty is as good as absent.
package typealias SearchText = Paragraphs<100>

/// What courses are sorted by; equal ones by id.
package enum CourseOrder: String, Codable, Sendable, CaseIterable {
    case title
    case subject
    case gradeLevel = "grade_level"
    case createdAt = "created_at"
}

/// Which end of a list comes first.
package enum SortDirection: String, Codable, Sendable, CaseIterable {
    case ascending = "asc"
    case descending = "desc"
}

/// Where a page stands in its list.
package struct Pagination: Codable, Sendable {
    package var currentPage: Int
    /// At least 1.
    package var totalPages: Int
    package var totalItems: Int
}
