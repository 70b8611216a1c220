import CertificateAPI
import EnrollmentAPI
import Events
import LMSAPI
import NotificationAPI
import Postgres
import Values

extension NotificationService {
    /// An enrolment is confirmed to the learner and their guardians, in the campus and by mail.
    var enrollments: Subscription {
        Subscription("notification.tell_of_enrollment", to: LearnerEnrolled.self) { event, delivery, transaction in
            let learner = try Person.find(event.userID, in: delivery.tenant, transaction)
            let course = "/courses/\(event.courseID)"
            try tell(
                learner,
                News(.enrolled(course: event.courseTitle), action: course, mail: .enrollment),
                delivery,
                transaction
            )
            let news = News(
                .childEnrolled(child: learner.name, course: event.courseTitle),
                about: learner.id,
                action: course,
                mail: .enrollment
            )
            for guardian in try Person.guardians(of: learner.id, in: delivery.tenant, transaction) {
                try tell(guardian, news, delivery, transaction)
            }
        }
    }

    /// A completion is told in the campus; the mail is the certificate's, so that there are not two.
    var completions: Subscription {
        Subscription("notification.tell_of_completion", to: CourseCompleted.self) { event, delivery, transaction in
            let learner = try Person.find(event.userID, in: delivery.tenant, transaction)
            let news = News(.completed(course: event.courseTitle), action: "/courses/\(event.courseID)")
            try tell(learner, news, delivery, transaction)
        }
    }

    /// A certificate is told in the campus and by mail, with the address at which anybody can check it.
    var certificates: Subscription {
        Subscription("notification.tell_of_certificate", to: CertificateIssued.self) { event, delivery, transaction in
            let learner = try Person.find(event.userID, in: delivery.tenant, transaction)
            let address = publicBaseURL + event.verificationPath
            let news = News(
                .certified(course: event.courseTitle, serial: event.serial),
                action: address,
                mail: .certificate,
                link: address
            )
            try tell(learner, news, delivery, transaction)
        }
    }

    /// Tells one person, once for each event.
    private func tell(
        _ person: Person,
        _ news: News,
        _ delivery: Delivery,
        _ transaction: borrowing Transaction
    ) throws {
        let wording = news.notice.wording(in: person.language)
        let isNew = try transaction.execute(
            """
            insert into notification.notifications (
                tenant_id, id, user_id, student_id, event_id, type, title, message, action_url
            ) values (
                \(delivery.tenant), \(NotificationID()), \(person.id), \(news.about), \(delivery.eventID),
                \(NotificationType.system), \(wording.title), \(wording.message), \(news.action)
            )
            on conflict (tenant_id, event_id, user_id) do nothing
            """
        )
        guard isNew == 1, let kind = news.mail, let address = person.email else { return }
        let mail = letters.mail(wording, to: person.recipient, at: address, link: news.link)
        try transaction.send(mail, kind, to: person.id, of: delivery.tenant)
    }
}

extension Transaction {
    /// Records a mail and leaves it to the job that sends it.
    func send(_ mail: SendMail, _ kind: MailKind, to user: UserID?, of tenant: TenantID) throws {
        try execute(
            """
            insert into notification.deliveries (tenant_id, id, user_id, kind, subject)
            values (\(tenant), \(mail.deliveryID), \(user), \(kind), \(mail.subject))
            """
        )
        try enqueue(mail, key: mail.deliveryID.description)
    }
}

/// A notice with where it leads and how it is told.
private struct News {
    let notice: Notice
    /// The child a guardian is told of.
    let about: UserID?
    /// Where a click on the notification leads.
    let action: String
    /// The mail that goes with it.
    let mail: MailKind?
    /// The address in the mail.
    let link: String?

    init(_ notice: Notice, about: UserID? = nil, action: String, mail: MailKind? = nil, link: String? = nil) {
        (self.notice, self.about, self.action) = (notice, about, action)
        (self.mail, self.link) = (mail, link)
    }
}
