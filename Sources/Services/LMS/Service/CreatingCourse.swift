import Access
import Endpoints
import Events
import LMSAPI
import Postgres
import Values

extension LMSService {
    func createCourse(_ request: CreateCourse, _ call: Call) async throws -> CreateCourse.Response {
        let caller = try call.caller
        return try await call.write { transaction in
            let id = CourseID()
            let instructor = try transaction.instructor(request.instructorID, namedBy: caller) ?? caller.userID
            try transaction.insert(request, as: id, instructor: instructor, tenant: caller.tenantID)
            if let prerequisites = request.prerequisites, !prerequisites.isEmpty {
                try transaction.replacePrerequisites(of: id, by: prerequisites, tenant: caller.tenantID)
            }
            try transaction.announce(
                CourseCreated(courseID: id, courseTitle: request.title.text, instructorID: instructor)
            )
            let course = try transaction.course(CourseReference(id), seenBy: caller, learner: caller.userID)
            return CreateCourse.Response(course, message: "Course created.")
        }
    }
}

extension Transaction {
    /// The teacher that an administrator named; `nil` when nobody was.
    func instructor(_ named: UserID?, namedBy caller: Principal) throws -> UserID? {
        guard let named, named != caller.userID else { return named }
        guard caller.audience == .everything else { throw LMSError.assignedByTeacher }
        let isTeacher: Bool? = try value(
            """
            select exists (
                select from auth.public_people
                where id = \(named) and role in ('teacher', 'admin', 'super_admin') and status = 'active'
            )
            """
        )
        guard isTeacher == true else {
            throw InvalidValue("must be a teacher of this school", path: ["instructor_id"])
        }
        return named
    }

    /// Inserts the course under the code it asks for, or under the first free one made from its title.
    fileprivate func insert(
        _ course: CreateCourse,
        as id: CourseID,
        instructor: UserID,
        tenant: TenantID
    ) throws {
        let codes = course.code.map { [$0.text] } ?? CourseCode.candidates(for: course.title.text, id: id)
        for code in codes {
            let inserted = try execute(
                """
                insert into lms.courses (
                    tenant_id, id, code, title, description, subject, grade_level, thumbnail_url, instructor_id,
                    seat_limit, self_enrollment, status
                ) values (
                    \(tenant), \(id), \(code), \(course.title), \(course.description?.text ?? ""),
                    \(course.subject?.text ?? ""), \(course.gradeLevel?.text ?? ""), \(course.thumbnailURL),
                    \(instructor), \(course.seatLimit?.value), \(course.selfEnrollment ?? true),
                    \(course.status ?? .active)
                )
                on conflict (tenant_id, code) do nothing
                """
            )
            if inserted == 1 { return }
        }
        throw LMSError.codeTaken
    }
}

extension CourseCode {
    /// Codes to try for a course without one, the nicest first; the last is nobody else's.
    static func candidates(for title: String, id: CourseID) -> [String] {
        let name = readableName(of: title)
        return [name] + (2...9).map { "\(name)-\($0)" } + ["\(name)-\(id.description.suffix(12))"]
    }

    /// The title in lower-case ASCII: letters lose their marks, everything else becomes a hyphen.
    static func readableName(of title: String) -> String {
        var name = ""
        for scalar in title.lowercased().unicodeScalars where scalar.properties.generalCategory != .nonspacingMark {
            if let letter = plainLetter(scalar) {
                name.append(letter)
            } else if name.last != "-", !name.isEmpty {
                name.append("-")
            }
            if name.utf8.count == 80 { break }
        }
        while name.last == "-" { name.removeLast() }
        return name.utf8.count < 2 || CourseID(name) != nil ? "course" : name
    }

    /// `ọ` is called LATIN SMALL LETTER O WITH DOT BELOW in Unicode: an o.
    private static func plainLetter(_ scalar: Unicode.Scalar) -> Character? {
        if scalar.isASCII {
            return ("a"..."z").contains(scalar) || ("0"..."9").contains(scalar) ? Character(scalar) : nil
        }
        let words = scalar.properties.name?.split(separator: " ") ?? []
        guard words.count > 4, words.starts(with: ["LATIN", "SMALL", "LETTER"]), words[4] == "WITH",
            words[3].utf8.count == 1
        else { return nil }
        return words[3].lowercased().first
    }
}
