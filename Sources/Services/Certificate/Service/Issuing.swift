import CertificateAPI
import Events
import LMSAPI
import Postgres
import Values

extension CertificateService {
    /// Whoever completes a course gets its certificate, once: number `SA-2026-000123` of the school.
    var issuing: Subscription {
        Subscription("certificate.issue", to: CourseCompleted.self) { event, delivery, transaction in
            try Self.issue(for: event, in: delivery.tenant, transaction)
        }
    }

    private static func issue(
        for event: CourseCompleted,
        in tenant: TenantID,
        _ transaction: borrowing Transaction
    ) throws {
        let exists = try transaction.value(
            """
            select exists (
                select from certificate.certificates where course_id = \(event.courseID) and user_id = \(event.userID)
            )
            """,
            as: Bool.self
        )
        guard exists == false else { return }
        guard let names = try Names.find(event.userID, in: tenant, transaction) else {
            throw CertificateError.unknownLearner
        }
        let id = CertificateID()
        let code = VerificationCode()
        // The counter's row stays locked until this transaction ends, so no number is given twice. The certificate's
        // key decides should two completions of one course ever be announced: who comes second issues nothing.
        let serial = try transaction.value(
            """
            with counter as (
                insert into certificate.serial_counters as counter (tenant_id, year, last_number)
                values (\(tenant), extract(year from now())::integer, 1)
                on conflict (tenant_id, year) do update set last_number = counter.last_number + 1
                returning year, last_number::text as number
            )
            insert into certificate.certificates (
                tenant_id, id, course_id, user_id, learner_name, course_title, school_name, subdomain, primary_color,
                accent_color, serial, code, completed_at
            )
            select \(tenant), \(id), \(event.courseID), \(event.userID), \(names.learner), \(event.courseTitle),
                \(names.school), \(names.subdomain), \(names.primaryColor), \(names.accentColor),
                \(names.initials) || '-' || year || '-' || lpad(number, greatest(6, length(number)), '0'),
                \(code.text), \(event.completedAt)
            from counter
            on conflict (tenant_id, user_id, course_id) do nothing
            returning serial
            """,
            as: String.self
        )
        guard let serial else { return }
        try transaction.announce(
            CertificateIssued(
                certificateID: id,
                courseID: event.courseID,
                courseTitle: event.courseTitle,
                userID: event.userID,
                serial: serial,
                verificationPath: CertificateAddresses.verificationPath(names.subdomain, code)
            )
        )
    }
}

/// What a certificate is made out with.
private struct Names: Decodable, Sendable {
    var learner: String
    var school: String
    var subdomain: String
    var primaryColor: String
    var accentColor: String

    static func find(
        _ user: UserID,
        in tenant: TenantID,
        _ transaction: borrowing Transaction
    ) throws -> Names? {
        try transaction.first(
            """
            select person.name as learner, school.name as school, school.subdomain, school.primary_color,
                school.accent_color
            from auth.public_people person
            join auth.public_tenants school on school.id = person.tenant_id
            where person.tenant_id = \(tenant) and person.id = \(user)
            """
        )
    }

    /// The school's initials, at most four: `SA` of `sunrise-academy`.
    var initials: String {
        String(subdomain.split(separator: "-").prefix(4).compactMap(\.first)).uppercased()
    }
}
