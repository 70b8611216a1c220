package import FoundationEssentials

/// A typed UUID: `CourseID` and `UserID` cannot be mixed up.
///
/// Written on the wire and in SQL as lower-case 8-4-4-4-12 hexadecimal. New ones are UUID version 7 (RFC 9562 §5.7), so
/// that rows created together lie together in an index.
package struct Identifier<Subject>: Hashable, Sendable, Comparable, LosslessStringConvertible, CustomStringConvertible {
    package let uuid: UUID

    package init(_ uuid: UUID) { self.uuid = uuid }

    /// A new identifier, ordered by time of creation.
    package init() { uuid = UUID.version7() }

    /// Parses 8-4-4-4-12 hexadecimal in either case; `nil` for anything else.
    package init?(_ description: String) {
        guard let uuid = UUID(hexadecimal: description) else { return nil }
        self.uuid = uuid
    }

    package var description: String { uuid.lowercased }

    /// Its sixteen bytes, in the order they are written in.
    package var bytes: [UInt8] { withUnsafeBytes(of: uuid.uuid) { Array($0) } }

    /// None, where there has to be one: the nil UUID (RFC 9562 §5.9).
    package static var absent: Self { Self(UUID(uuid: (0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0))) }

    package static func < (left: Self, right: Self) -> Bool { left.uuid < right.uuid }
}

extension Identifier: Codable {
    package init(from decoder: any Decoder) throws {
        let text = try decoder.singleValueContainer().decode(String.self)
        guard let identifier = Self(text) else {
            throw InvalidValue("must be a UUID", at: decoder.codingPath)
        }
        self = identifier
    }

    package func encode(to encoder: any Encoder) throws {
        var container = encoder.singleValueContainer()
        try container.encode(description)
    }
}

/// What the platform's identifiers identify. Shared by all services: one word for one thing, everywhere.
package enum Noun {
    package enum Tenant {}
    package enum User {}
    package enum Session {}
    package enum Course {}
    package enum Module {}
    package enum Lesson {}
    package enum Enrollment {}
    package enum Certificate {}
    package enum Notification {}
    package enum Event {}
    package enum Job {}
}

package typealias TenantID = Identifier<Noun.Tenant>
package typealias UserID = Identifier<Noun.User>
package typealias SessionID = Identifier<Noun.Session>
package typealias CourseID = Identifier<Noun.Course>
package typealias ModuleID = Identifier<Noun.Module>
package typealias LessonID = Identifier<Noun.Lesson>
package typealias EnrollmentID = Identifier<Noun.Enrollment>
package typealias CertificateID = Identifier<Noun.Certificate>
package typealias NotificationID = Identifier<Noun.Notification>
package typealias EventID = Identifier<Noun.Event>
package typealias JobID = Identifier<Noun.Job>

extension Identifier: SchemaDescribing {
    package static var schema: JSON { ["type": "string", "format": "uuid"] }
    package static var example: Self { Self(UUID(uuid: (1, 146, 0, 0, 0, 0, 112, 0, 128, 0, 0, 0, 0, 0, 0, 1))) }
}
