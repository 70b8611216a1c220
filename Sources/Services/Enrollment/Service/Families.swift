import Access
import Endpoints
import EnrollmentAPI
import Postgres
import Values

extension EnrollmentService {
    func listChildren(_ request: ListChildren, _ call: Call) async throws -> ListChildren.Response {
        let caller = try call.caller
        guard caller.isAdmin || caller.userID == request.parentID else { throw EnrollmentError.notYourFamily }
        struct Row: Decodable, Sendable {
            let id: UserID
            let name: String
            let gradeLevel: String
            let relationship: String
            let enrolledCourses: Int
        }
        return try await call.read { transaction in
            // The limit is there so that no answer is without one; no family comes near it.
            let rows = try transaction.all(
                """
                select g.student_id as id, p.name, g.relationship,
                    coalesce(f.grade_level, 'Not assigned') as grade_level,
                    (
                        select count(*) from enrollment.enrollments e
                        where e.tenant_id = g.tenant_id and e.user_id = g.student_id and e.status <> 'dropped'
                    ) as enrolled_courses
                from enrollment.guardianships g
                join auth.public_people p on p.tenant_id = g.tenant_id and p.id = g.student_id
                left join enrollment.learner_profiles f on f.tenant_id = g.tenant_id and f.user_id = g.student_id
                where g.guardian_id = \(request.parentID)
                order by p.name, g.student_id
                limit 1000
                """,
                as: Row.self
            )
            if rows.isEmpty, caller.isAdmin {
                let role = try Self.role(of: request.parentID, in: transaction)
                guard role == .parent else { throw EnrollmentError.unknownParent }
            }
            return ListChildren.Response(
                children: rows.map { row in
                    Child(
                        id: row.id,
                        name: PersonName(row.name),
                        gradeLevel: row.gradeLevel,
                        relationship: row.relationship,
                        enrolledCourses: row.enrolledCourses
                    )
                }
            )
        }
    }

    func link(_ request: LinkStudent, _ call: Call) async throws -> Acknowledged {
        let caller = try call.caller
        return try await call.write { transaction in
            switch try Self.role(of: request.parentID, in: transaction) {
            case nil: throw EnrollmentError.unknownParent
            case .parent: break
            default: throw EnrollmentError.notAParent
            }
            switch try Self.role(of: request.studentID, in: transaction) {
            case nil: throw EnrollmentError.unknownStudent
            case .student: break
            default: throw EnrollmentError.notAStudent
            }
            try transaction.execute(
                """
                insert into enrollment.guardianships (tenant_id, guardian_id, student_id, relationship, linked_by)
                values (\(caller.tenantID), \(request.parentID), \(request.studentID), \(request.relationship),
                    \(caller.userID))
                on conflict (tenant_id, guardian_id, student_id) do update
                set relationship = excluded.relationship, linked_by = excluded.linked_by
                """
            )
            if let gradeLevel = request.gradeLevel {
                try transaction.execute(
                    """
                    insert into enrollment.learner_profiles (tenant_id, user_id, grade_level)
                    values (\(caller.tenantID), \(request.studentID), \(gradeLevel))
                    on conflict (tenant_id, user_id) do update set grade_level = excluded.grade_level
                    """
                )
            }
            return Acknowledged("The parent and the student are linked.")
        }
    }

    func unlink(_ request: UnlinkStudent, _ call: Call) async throws -> Acknowledged {
        try await call.write { transaction in
            let ended = try transaction.execute(
                """
                delete from enrollment.guardianships
                where guardian_id = \(request.parentID) and student_id = \(request.studentID)
                """
            )
            guard ended > 0 else { throw EnrollmentError.unknownGuardianship }
            return Acknowledged("The parent and the student are no longer linked.")
        }
    }

    /// What a person is in the school; `nil` when there is no such person.
    private static func role(of person: UserID, in transaction: borrowing Transaction) throws -> Role? {
        try transaction.value("select role from auth.public_people where id = \(person)", as: Role.self)
    }
}
