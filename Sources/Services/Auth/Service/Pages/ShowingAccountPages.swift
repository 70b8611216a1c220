import AuthAPI
import Endpoints
import FoundationEssentials
import Postgres
import Values

extension AuthService {
    func showPasswordReset(_ request: ShowPasswordReset, _ call: Call) async throws -> Download {
        guard let link = try await link(request.token, .resetPassword, call) else { return deadLink }
        return page.showing(link.passwordForm())
    }

    func submitPasswordReset(_ request: SubmitPasswordReset, _ call: Call) async throws -> Download {
        guard let link = try await link(request.token, .resetPassword, call) else { return deadLink }
        do {
            let password = try Password(request.newPassword ?? "")
            try await resetPassword(with: link.token, to: password, call)
            return page.showing(link.content(\.passwordChanged, \.signInNow))
        } catch AuthError.weakPassword {
            return page.showing(link.passwordForm(objection: link.words.isWeak), status: 422)
        } catch is InvalidValue {
            return page.showing(link.passwordForm(objection: link.words.isWeak), status: 422)
        } catch AuthError.invalidResetToken {
            return deadLink
        }
    }

    func showEmailVerification(_ request: ShowEmailVerification, _ call: Call) async throws -> Download {
        guard let link = try await link(request.token, .verifyEmail, call) else { return deadLink }
        var content = link.content(\.confirmAddress, \.confirmMessage)
        content.form = AccountPage.Form(
            action: "/verify-email",
            token: link.token,
            email: link.email,
            button: link.words.confirm
        )
        return page.showing(content)
    }

    func submitEmailVerification(_ request: SubmitEmailVerification, _ call: Call) async throws -> Download {
        guard let link = try await link(request.token, .verifyEmail, call) else { return deadLink }
        do {
            try await verifyEmail(with: link.token, call)
            return page.showing(link.content(\.addressConfirmed, \.signInNow))
        } catch AuthError.invalidVerificationToken {
            return deadLink
        }
    }

    func showInvitation(_ request: ShowInvitation, _ call: Call) async throws -> Download {
        guard let link = try await link(request.token, .invitation, call) else { return deadLink }
        return page.showing(link.invitationForm(name: link.name ?? ""))
    }

    func submitInvitation(_ request: SubmitInvitation, _ call: Call) async throws -> Download {
        guard let link = try await link(request.token, .invitation, call) else { return deadLink }
        func refused(_ objection: KeyPath<PageWords, String>, _ status: Int) -> Download {
            let form = link.invitationForm(name: request.name ?? "", objection: link.words[keyPath: objection])
            return page.showing(form, status: status)
        }
        guard let name = try? Line<255>(parsing: request.name ?? "") else { return refused(\.nameMissing, 422) }
        do {
            let password = try Password(request.password ?? "")
            _ = try await accept(AcceptInvitation(token: link.token, name: name, password: password), call)
            return page.showing(link.content(\.accountReady, \.signInNow))
        } catch is InvalidValue {
            return refused(\.isWeak, 422)
        } catch AuthError.weakPassword {
            return refused(\.isWeak, 422)
        } catch AuthError.tenantLimitReached {
            return refused(\.schoolFull, 403)
        } catch AuthError.emailTaken, AuthError.usernameTaken {
            return refused(\.addressTaken, 409)
        } catch AuthError.invalidInvitation {
            return deadLink
        }
    }

    /// The page of a link that leads nowhere. Whose it was is not known, so it is in English.
    private var deadLink: Download {
        let words = PageWords.english
        return page.showing(AccountPage.Content(.english, words.deadLink, words.deadLinkMessage), status: 400)
    }

    /// Whom a token that may still be used was sent to. Looking uses nothing up.
    private func link(_ shown: String?, _ purpose: AccountTokenPurpose, _ call: Call) async throws -> MailedLink? {
        guard let token = shown.flatMap(AccountToken.init(shown:)), let tenant = try await school(of: token) else {
            return nil
        }
        return try await database.tenant(tenant).first(
            """
            select \(token.text) as token, token.email, coalesce(u.name, i.name) as name,
                coalesce(u.locale, i.locale, t.locale) as locale, t.name as school, t.primary_color as color
            from auth.account_tokens token
            join auth.tenants t on t.id = token.tenant_id
            left join auth.users u on u.tenant_id = token.tenant_id and u.id = token.user_id
            left join auth.invitations i on i.tenant_id = token.tenant_id and i.id = token.invitation_id
            where token.tenant_id = \(tenant) and token.digest = \(token.digest) and token.purpose = \(purpose)
                and token.used_at is null and token.expires_at > \(call.now)
            """
        )
    }
}

/// What is known about the link that somebody opened.
private struct MailedLink: Decodable, Sendable {
    var token: String
    var email: String
    var name: String?
    var locale: String
    var school: String
    var color: String

    var language: PageLanguage { PageLanguage(locale: locale) }
    var words: PageWords { language.words }

    func content(
        _ title: KeyPath<PageWords, String>,
        _ message: KeyPath<PageWords, String>
    ) -> AccountPage.Content {
        var content = AccountPage.Content(language, words[keyPath: title], words[keyPath: message])
        (content.school, content.color) = (school, color)
        return content
    }

    func passwordForm(objection: String? = nil) -> AccountPage.Content {
        var content = content(\.choosePassword, \.choosePasswordMessage)
        content.objection = objection
        var form = AccountPage.Form(action: "/reset-password", token: token, email: email, button: words.save)
        form.password = ("new_password", words.passwordLabel, words.rule)
        content.form = form
        return content
    }

    func invitationForm(name: String, objection: String? = nil) -> AccountPage.Content {
        var content = content(\.invitation, \.invitationMessage)
        content.objection = objection
        var form = AccountPage.Form(action: "/accept-invitation", token: token, email: email, button: words.join)
        form.name = (words.nameLabel, name)
        form.password = ("password", words.passwordLabel, words.rule)
        content.form = form
        return content
    }
}
