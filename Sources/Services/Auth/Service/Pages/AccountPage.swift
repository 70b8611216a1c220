import Crypto
import Endpoints
import FoundationEssentials
import Pages

/// The page that a mail's link opens: a form and a sentence or two, for any browser, without scripts and without
/// anything loaded from elsewhere.
struct AccountPage: Sendable {
    private let page: PageTemplate

    init() throws { page = try PageTemplate(html: Self.template) }

    /// What stands on it.
    struct Content {
        var language: PageLanguage
        /// The school, unless the link leads to none.
        var school: String?
        var color = "#1e3a5f"
        var title: String
        var message: String
        /// Why the form was not accepted.
        var objection: String?
        var form: Form?

        init(_ language: PageLanguage, _ title: String, _ message: String) {
            (self.language, self.title, self.message) = (language, title, message)
        }
    }

    /// What is to be filled in.
    struct Form {
        var action: String
        var token: String
        /// Shown, and told to password managers, but not sent.
        var email: String
        var button: String
        /// The field's name and label, and what stands in it, where a name is asked for.
        var name: (label: String, value: String)?
        /// The field's name, label and rule, where a password is asked for.
        var password: (field: String, label: String, rule: String)?
    }

    func showing(_ content: Content, status: Int? = nil) -> Download {
        let style = Self.style(content.color)
        // The policy lets this one style in by its digest, and nothing else at all.
        let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        let html = page.filled(values(content).merging(["style": .text(style)]) { value, _ in value })
        return Download(
            mediaType: "text/html; charset=utf-8",
            status: status,
            contentSecurityPolicy: "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; "
                + "form-action 'self'; frame-ancestors 'none'",
            bytes: Array(html.utf8)
        )
    }

    private func values(_ content: Content) -> [String: PageValue] {
        var values: [String: PageValue] = [
            "language": .text(content.language.rawValue), "title": .text(content.title),
            "header": .text(content.school ?? "Elymica"), "message": .text(content.message),
            "hasObjection": .flag(content.objection != nil), "objection": .text(content.objection ?? ""),
            "hasForm": .flag(content.form != nil),
        ]
        guard let form = content.form else { return values }
        values["action"] = .text(form.action)
        values["token"] = .text(form.token)
        values["email"] = .text(form.email)
        values["button"] = .text(form.button)
        values["asksName"] = .flag(form.name != nil)
        values["nameLabel"] = .text(form.name?.label ?? "")
        values["name"] = .text(form.name?.value ?? "")
        values["asksPassword"] = .flag(form.password != nil)
        values["passwordField"] = .text(form.password?.field ?? "")
        values["passwordLabel"] = .text(form.password?.label ?? "")
        values["rule"] = .text(form.password?.rule ?? "")
        return values
    }

    /// Without the characters that HTML escapes: the browser's digest is of the text as it stands in the page.
    private static func style(_ color: String) -> String {
        """
        :root{color-scheme:light}*{box-sizing:border-box}\
        body{margin:0;background:#f4f5f7;color:#1c2230;font:17px/1.5 system-ui,sans-serif}\
        header{background:#1c2230;color:#fff;padding:1.2rem;text-align:center;\
        font-weight:600;font-size:1.2rem;border-bottom:6px solid \(color)}\
        main{max-width:30rem;margin:1.5rem auto;padding:1.5rem;background:#fff;border-radius:.75rem;\
        box-shadow:0 1px 6px #0002;overflow-wrap:anywhere}\
        h1{font-size:1.4rem;line-height:1.25;margin:0 0 1rem}\
        .objection{background:#fdeaea;color:#8c1313;padding:.8rem 1rem;border-radius:.5rem}\
        label{display:block;margin-top:1rem;font-weight:600}\
        input{display:block;width:100%;margin-top:.3rem;padding:.7rem;font:inherit;border:1px solid #767c87;\
        border-radius:.4rem}\
        input[readonly]{background:#f4f5f7}small{color:#555b66}\
        button{margin-top:1.4rem;width:100%;padding:.8rem;font:inherit;font-weight:600;border:0;border-radius:.4rem;\
        background:#0b57d0;color:#fff}
        """
    }

    private static let template = """
        <!doctype html>
        <html lang="{{language}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{{title}} – {{header}}</title>
        <style>{{style}}</style>
        </head>
        <body>
        <header dir="auto">{{header}}</header>
        <main>
        <h1>{{title}}</h1>
        <p>{{message}}</p>
        {{#hasObjection}}<p class="objection" role="alert">{{objection}}</p>{{/hasObjection}}
        {{#hasForm}}
        <form method="post" action="{{action}}">
        <input type="hidden" name="token" value="{{token}}">
        <label>E-mail<input type="email" autocomplete="username" value="{{email}}" readonly></label>
        {{#asksName}}
        <label>{{nameLabel}}<input type="text" name="name" autocomplete="name" maxlength="255" required \
        value="{{name}}"></label>
        {{/asksName}}
        {{#asksPassword}}
        <label>{{passwordLabel}}<input type="password" name="{{passwordField}}" autocomplete="new-password" \
        minlength="8" required></label>
        <small>{{rule}}</small>
        {{/asksPassword}}
        <button type="submit">{{button}}</button>
        </form>
        {{/hasForm}}
        </main>
        </body>
        </html>

        """
}
