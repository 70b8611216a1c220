package import Access
package import Endpoints
package import FoundationEssentials
import HTTPTypes
package import Values

extension Noun {
    package enum Invitation {}
}

/// The id of one invitation.
package typealias InvitationID = Identifier<Noun.Invitation>

/// Somebody who was asked to join a school.
package struct Invitation: Codable, Hashable, Sendable {
    package var id: InvitationID
    package var email: Email
    package var name: String?
    package var role: Role
    package var status: InvitationStatus
    package var createdAt: Date
    /// When its link stops working.
    package var expiresAt: Date
    package var acceptedAt: Date?
    /// The account that came of it.
    package var userID: UserID?
}

/// What became of an invitation.
package enum InvitationStatus: String, Codable, CaseIterable, Hashable, Sendable {
    case pending
    case accepted
    /// Taken back.
    case revoked
    /// Its link is too old; it can be sent again.
    case expired
}

/// Asks somebody to join the caller's school: they get a mail with a link, and an account when they follow it.
///
/// Whoever is invited again gets a new link with the new role; the old one is dead. A link works once, for 7 days, for
/// admins 24 hours. 409 `email_taken` when the address has an account; 403 `forbidden_role` when anybody but a super
/// admin invites one.
package struct InviteUser: Endpoint {
    package static let route = Route.post("/api/auth/invitations", "Invites somebody.", success: .created)
    package static let access = Access.roles(.admin)

    package var email: Email
    package var role: Role
    /// What to call them; they may write it otherwise.
    package var name: Line<255>?
    /// The language of the mail; the school's when left out.
    package var locale: LanguageTag?
    package var username: Username?
    package var phoneNumber: PhoneNumber?

    package init(email: Email, role: Role, name: Line<255>? = nil, locale: LanguageTag? = nil) {
        (self.email, self.role, self.name, self.locale) = (email, role, name, locale)
    }

    package struct Response: Codable, Sendable {
        package var invitation: Invitation
        package var message: String

        package init(invitation: Invitation, message: String) {
            (self.invitation, self.message) = (invitation, message)
        }
    }
}

/// Invites everybody in a spreadsheet, at most 1,000 rows and 1 MB: the body itself (`text/csv`), or its text as `csv`.
///
/// The first row names the columns: `email` and `role`, and as you like `name`, `locale`, `username`, `phone_number`.
/// A row that is refused does not keep the others from being invited; every row is reported, by its line in the file.
package struct InviteUsers: Endpoint {
    package static let route = Route.post("/api/auth/invitations/bulk", "Invites everybody in a spreadsheet.")
    package static let access = Access.roles(.admin)
    package static var bodyForms: [BodyForm] {
        // What browsers call such a file depends on what is installed.
        ["text/csv", "application/vnd.ms-excel", "text/plain"].map { .text(mediaType: $0, member: "csv") }
    }

    package var csv: Paragraphs<1_048_576>

    package init(csv: Paragraphs<1_048_576>) { self.csv = csv }

    package struct Response: Codable, Sendable {
        package var invited: Int
        package var refused: Int
        package var results: [InvitedRow]

        package init(results: [InvitedRow]) {
            self.results = results
            invited = results.count { $0.status == .invited }
            refused = results.count - invited
        }
    }
}

/// What became of one row of a spreadsheet.
package struct InvitedRow: Codable, Hashable, Sendable {
    /// Where it stands: the row of names is 1.
    package var row: Int
    /// As it was written, at most 254 bytes of it.
    package var email: String
    package var status: Status
    package var invitationID: InvitationID?
    /// Why it was refused, for programs.
    package var code: String?
    /// Why it was refused, for people.
    package var message: String?

    /// Whether the row was acted on.
    package enum Status: String, Codable, CaseIterable, Hashable, Sendable {
        case invited
        case refused
    }

    package init(row: Int, email: String, status: Status) {
        (self.row, self.email, self.status) = (row, email, status)
    }
}

/// The school's invitations, newest first, a page at a time.
package struct ListInvitations: Endpoint {
    package static let route = Route.get("/api/auth/invitations", "The school's invitations, newest first.")
    package static let access = Access.roles(.admin)

    package var status: InvitationStatus?
    package var page: PageNumber?
    /// 20 when left out.
    package var limit: PageLimit?

    package init(status: InvitationStatus? = nil) { self.status = status }

    package struct Response: Codable, Sendable {
        package var invitations: [Invitation]
        package var pagination: ListUsers.Response.Pagination

        package init(invitations: [Invitation], pagination: ListUsers.Response.Pagination) {
            (self.invitations, self.pagination) = (invitations, pagination)
        }
    }
}

/// Sends an invitation again, with a new link; the old one is dead. 409 `invitation_closed` when it was accepted or
/// taken back.
package struct ResendInvitation: Endpoint {
    package static let route = Route.post("/api/auth/invitations/{invitation_id}/resend", "Sends an invitation again.")
    package static let access = Access.roles(.admin)
    package typealias Response = InviteUser.Response

    package var invitationID: InvitationID

    package init(invitationID: InvitationID) { self.invitationID = invitationID }
}

/// Takes an invitation back: its link is dead. 409 `invitation_closed` when it was accepted.
package struct RevokeInvitation: Endpoint {
    package static let route = Route.delete("/api/auth/invitations/{invitation_id}", "Takes an invitation back.")
    package static let access = Access.roles(.admin)
    package typealias Response = Acknowledged

    package var invitationID: InvitationID

    package init(invitationID: InvitationID) { self.invitationID = invitationID }
}

/// Makes the account that somebody was invited to. Nobody is signed in by this.
///
/// 400 `invalid_invitation` for a token that is unknown, used, replaced, taken back or too old; 403
/// `tenant_limit_reached` when the school is full; 409 `email_taken` when the address got an account in between.
package struct AcceptInvitation: Endpoint {
    package static let route = Route.post(
        "/api/auth/invitations/accept",
        "Makes the account of somebody who was invited.",
        success: .created
    )
    package static let access = Access.anyone

    package var token: String
    package var password: Password
    /// The name in the invitation when left out.
    package var name: Line<255>?

    package init(token: String, name: Line<255>?, password: Password) {
        (self.token, self.name, self.password) = (token, name, password)
    }

    package struct Response: Codable, Sendable {
        package var userID: UserID
        package var user: User
        package var message: String

        package init(user: User, message: String) {
            (userID, self.user, self.message) = (user.id, user, message)
        }
    }
}
