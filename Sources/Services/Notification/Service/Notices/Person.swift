import Postgres
import Values

/// Somebody who is told something, and their school.
struct Person: Decodable, Sendable {
    var id: UserID
    var name: String
    var email: String?
    var locale: String
    var school: String
    var schoolColor: String

    var language: Language { Language(locale: locale) }

    /// As the recipient of a mail.
    var recipient: Recipient {
        Recipient(name: name, language: language, school: school, schoolColor: schoolColor)
    }

    static func find(
        _ id: UserID,
        in tenant: TenantID,
        _ transaction: borrowing Transaction
    ) throws -> Person {
        let person = try transaction.first(
            """
            select person.id, person.name, person.email, coalesce(person.locale, school.locale) as locale,
                school.name as school, school.primary_color as school_color
            from auth.public_people person
            join auth.public_tenants school on school.id = person.tenant_id
            where person.tenant_id = \(tenant) and person.id = \(id)
            """,
            as: Person.self
        )
        guard let person else { throw NotificationError.unknownPerson }
        return person
    }

    /// The guardians of a student who can still sign in.
    static func guardians(
        of student: UserID,
        in tenant: TenantID,
        _ transaction: borrowing Transaction
    ) throws -> [Person] {
        try transaction.all(
            """
            select person.id, person.name, person.email, coalesce(person.locale, school.locale) as locale,
                school.name as school, school.primary_color as school_color
            from enrollment.public_guardianships guardianship
            join auth.public_people person on person.tenant_id = guardianship.tenant_id
                and person.id = guardianship.guardian_id
            join auth.public_tenants school on school.id = person.tenant_id
            where guardianship.tenant_id = \(tenant) and guardianship.student_id = \(student)
                and person.status = 'active'
            order by person.id
            """
        )
    }
}
