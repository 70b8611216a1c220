import AccountingService
import AuthService
import CertificateService
import ChatService
import ContentService
import Endpoints
import EnrollmentService
import Events
import Files
import LMSService
import NotificationService
package import Postgres
import SMSService

/// The schemas of the whole program, in the order they are migrated.
package enum Schemas {
    /// The platform's own, then each service's.
    package static let all: [SchemaMigrations] = [
        EventsSchema.migrations, IdempotencySchema.migrations, FilesSchema.migrations, AuthService.schema,
        LMSService.schema, ContentService.schema,
        EnrollmentService.schema, CertificateService.schema, NotificationService.schema, SMSService.schema,
        AccountingService.schema, ChatService.schema,
    ]
}

extension Schemas {
    /// All migrations as SQL, each after a line that names it: `-- migration lms/1`.
    package static var sql: String {
        all.flatMap { schema in
            schema.migrations.map { "-- migration \(schema.schema)/\($0.number) \($0.name)\n\($0.sql)\n" }
        }.joined(separator: "\n")
    }
}
