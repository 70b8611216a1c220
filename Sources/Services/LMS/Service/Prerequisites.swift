import LMSAPI
import Postgres
import Values

extension Transaction {
    /// Waits for others who change prerequisites in this school, so that two of them cannot close a circle together.
    func queueForPrerequisites(of tenant: TenantID) throws {
        try execute("select pg_advisory_xact_lock(hashtextextended(\("lms.prerequisites \(tenant)"), 0))")
    }

    /// Sets what has to be completed before a course. Refused when a course would, by way of others, wait for itself.
    ///
    /// Queue with `queueForPrerequisites` before locking any course.
    func replacePrerequisites(of course: CourseID, by wanted: [CourseID], tenant: TenantID) throws {
        let wanted = Array(Set(wanted)).sorted()
        guard wanted.count <= 20 else {
            throw InvalidValue("must name at most 20 courses", path: ["prerequisites"])
        }
        let known: Int? = try value("select count(*) from lms.courses where id = any(\(wanted))")
        guard known == wanted.count else {
            throw InvalidValue("must be courses of this school", path: ["prerequisites"])
        }
        let isCircle: Bool? = try value(
            """
            with recursive needed (course_id) as (
                select * from unnest(\(wanted)) as wanted (course_id)
                union
                select further.prerequisite_id
                from lms.prerequisites further
                join needed on needed.course_id = further.course_id
            )
            select exists (select from needed where course_id = \(course))
            """
        )
        guard isCircle == false else { throw LMSError.prerequisiteCycle }
        try execute("delete from lms.prerequisites where course_id = \(course)")
        try execute(
            """
            insert into lms.prerequisites (tenant_id, course_id, prerequisite_id)
            select \(tenant), \(course), unnest(\(wanted))
            """
        )
    }
}
