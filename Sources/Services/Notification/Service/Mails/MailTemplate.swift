import NotificationAPI
import Pages
import Values

/// The form of every mail, as HTML and in plain words.
struct MailTemplate: Sendable {
    private let html: PageTemplate
    private let text: PageTemplate

    init() throws {
        html = try PageTemplate(html: Self.page)
        text = try PageTemplate(text: Self.words)
    }

    /// A notice as a mail, ready to be sent.
    func mail(_ wording: Wording, to person: Recipient, at address: String, link: String?) -> SendMail {
        let letter = Letter(to: person)
        let values: [String: PageValue] = [
            "language": .text(person.language.rawValue), "subject": .text(wording.title),
            "color": .text(person.schoolColor),
            "school": .text(person.school), "greeting": .text(letter.greeting), "message": .text(wording.message),
            "hasLink": .flag(link != nil), "link": .text(link ?? ""), "linkText": .text(wording.link ?? ""),
            "footer": .text(letter.footer),
        ]
        return SendMail(
            deliveryID: DeliveryID(),
            recipientName: HeaderText.cleaned(person.name, limit: 60),
            address: address,
            senderName: HeaderText.cleaned(person.school, limit: 60),
            subject: HeaderText.cleaned(wording.title, limit: 180),
            text: text.filled(values),
            html: html.filled(values)
        )
    }

    private static let words = """
        {{greeting}}

        {{message}}
        {{#hasLink}}

        {{linkText}}:
        {{link}}
        {{/hasLink}}

        {{school}}

        --
        {{footer}}

        """

    // Mail programs know neither style sheets nor modern layout: plain blocks with their styles in attributes.
    private static let page = """
        <!doctype html>
        <html lang="{{language}}">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>{{subject}}</title>
        </head>
        <body style="margin:0;background:#f4f5f7;font-family:Arial,Helvetica,sans-serif;color:#1c2230">
        <div style="max-width:560px;margin:0 auto;background:#ffffff;border-top:6px solid {{color}}">
        <div dir="auto" style="padding:20px 24px 0;font-size:14px;font-weight:bold;color:#555b66">{{school}}</div>
        <div dir="auto" style="padding:16px 24px 24px;font-size:16px;line-height:1.5">
        <p style="margin:0 0 16px">{{greeting}}</p>
        <p style="margin:0 0 16px">{{message}}</p>
        {{#hasLink}}
        <p style="margin:0">{{linkText}}:<br>
        <a href="{{link}}" style="color:#0b57d0;word-break:break-all">{{link}}</a></p>
        {{/hasLink}}
        </div>
        <div dir="auto" style="padding:16px 24px;border-top:1px solid #e3e5e8;font-size:12px;color:#555b66">\
        {{footer}}</div>
        </div>
        </body>
        </html>

        """
}
