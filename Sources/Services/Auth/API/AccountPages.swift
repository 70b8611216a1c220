package import Access
package import Endpoints

// What the links in mails open: plain forms that any browser shows, without scripts and without anything loaded.
//
// Opening a page changes nothing, because mail programs and their scanners follow links; sending its form does.

/// The form to choose a new password.
package struct ShowPasswordReset: DownloadEndpoint {
    package static let route = Route.get("/reset-password", "The page to choose a new password.")
    package static let access = Access.anyone
    package static let mediaTypes = ["text/html"]

    package var token: String?

    package init(token: String?) { self.token = token }
}

/// Chooses the password; refusals are told on the page.
package struct SubmitPasswordReset: DownloadEndpoint {
    package static let route = Route.post("/reset-password", "Chooses a new password, from its page.")
    package static let access = Access.anyone
    package static let mediaTypes = ["text/html"]
    package static var bodyForms: [BodyForm] { [.form] }
    package static var unknownNames: UnknownNames { .ignored }

    package var token: String?
    package var newPassword: String?

    package init(token: String?, newPassword: String?) { (self.token, self.newPassword) = (token, newPassword) }
}

/// The form that confirms an address.
package struct ShowEmailVerification: DownloadEndpoint {
    package static let route = Route.get("/verify-email", "The page to confirm an e-mail address.")
    package static let access = Access.anyone
    package static let mediaTypes = ["text/html"]

    package var token: String?

    package init(token: String?) { self.token = token }
}

/// Confirms the address.
package struct SubmitEmailVerification: DownloadEndpoint {
    package static let route = Route.post("/verify-email", "Confirms an e-mail address, from its page.")
    package static let access = Access.anyone
    package static let mediaTypes = ["text/html"]
    package static var bodyForms: [BodyForm] { [.form] }
    package static var unknownNames: UnknownNames { .ignored }

    package var token: String?

    package init(token: String?) { self.token = token }
}

/// The form to accept an invitation.
package struct ShowInvitation: DownloadEndpoint {
    package static let route = Route.get("/accept-invitation", "The page to accept an invitation.")
    package static let access = Access.anyone
    package static let mediaTypes = ["text/html"]

    package var token: String?

    package init(token: String?) { self.token = token }
}

/// Accepts the invitation; refusals are told on the page.
package struct SubmitInvitation: DownloadEndpoint {
    package static let route = Route.post("/accept-invitation", "Accepts an invitation, from its page.")
    package static let access = Access.anyone
    package static let mediaTypes = ["text/html"]
    package static var bodyForms: [BodyForm] { [.form] }
    package static var unknownNames: UnknownNames { .ignored }

    package var token: String?
    package var name: String?
    package var password: String?

    package init(token: String?, name: String?, password: String?) {
        (self.token, self.name, self.password) = (token, name, password)
    }
}
