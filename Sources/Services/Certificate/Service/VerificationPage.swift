import Crypto
import Endpoints
import FoundationEssentials
import Pages
import Values

/// The page that the QR code opens: what is printed on the certificate and whether it is valid, for any phone, without
/// scripts and without anything loaded from elsewhere.
struct VerificationPage: Sendable {
    private let page: PageTemplate

    init() throws { page = try PageTemplate(html: Self.template) }

    /// The page of a certificate that exists.
    func showing(_ certificate: PrintedCertificate) -> Download {
        download(
            status: nil,
            colors: SchoolColors(primary: certificate.primaryColor, accent: certificate.accentColor),
            [
                "school": .text(certificate.schoolName), "learner": .text(certificate.learnerName),
                "course": .text(certificate.courseTitle), "serial": .text(certificate.serial),
                "code": .text(certificate.code.grouped), "completed": .text(PrintedDate.text(certificate.completedAt)),
                "revokedOn": .text(certificate.revokedAt.map(PrintedDate.text) ?? ""), "known": true,
                "valid": .flag(!certificate.isRevoked), "revoked": .flag(certificate.isRevoked),
            ]
        )
    }

    /// The page for a code that no certificate has.
    func unknown() -> Download {
        download(status: 404, colors: SchoolColors(primary: "", accent: ""), ["unknown": true])
    }

    private func download(status: Int?, colors: SchoolColors, _ values: [String: PageValue]) -> Download {
        let style = Self.style(colors)
        // The policy lets this one style in by its digest, and nothing else at all.
        let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        let html = page.filled(values.merging(["style": .text(style)]) { value, _ in value })
        return Download(
            mediaType: "text/html; charset=utf-8",
            status: status,
            contentSecurityPolicy: "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'none'",
            bytes: Array(html.utf8)
        )
    }

    /// Without the characters that HTML escapes: the browser's digest is of the text as it stands in the page.
    private static func style(_ colors: SchoolColors) -> String {
        """
        :root{color-scheme:light}*{box-sizing:border-box}\
        body{margin:0;background:#f4f5f7;color:#1c2230;font:17px/1.5 system-ui,sans-serif}\
        header{background:\(SchoolColors.css(colors.primary));color:#fff;padding:1.2rem;text-align:center;\
        font-weight:600;font-size:1.2rem;border-bottom:6px solid \(SchoolColors.css(colors.accent))}\
        main{max-width:36rem;margin:1.5rem auto;padding:1.5rem;background:#fff;border-radius:.75rem;\
        box-shadow:0 1px 6px #0002;overflow-wrap:anywhere}\
        h1{font-size:1.4rem;line-height:1.25;margin:0 0 1rem;padding:.8rem 1rem;border-radius:.5rem;\
        border-left:.5rem solid}\
        .valid{background:#e7f6ec;color:#0b5d2a}.revoked{background:#fdeaea;color:#8c1313}\
        .unknown{background:#fff4dd;color:#6b4700}\
        dt{color:#555b66;font-size:.9rem;margin-top:.9rem}dd{margin:0;font-size:1.1rem;font-weight:600}\
        footer{max-width:36rem;margin:0 auto 2rem;padding:0 1.5rem;color:#555b66;font-size:.85rem}
        """
    }

    private static let template = """
        <!doctype html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <meta name="robots" content="noindex">
        <title>{{#valid}}Valid certificate{{/valid}}{{#revoked}}Revoked certificate{{/revoked}}\
        {{#unknown}}Unknown certificate{{/unknown}}{{#known}} – {{school}}{{/known}}</title>
        <style>{{style}}</style>
        </head>
        <body>
        <header dir="auto">{{#known}}{{school}}{{/known}}{{^known}}Certificate verification{{/known}}</header>
        <main>
        {{#valid}}<h1 class="valid">✓ This certificate is valid</h1>{{/valid}}\
        {{#revoked}}<h1 class="revoked">✕ This certificate has been revoked</h1>
        <p>The school took it back on {{revokedOn}}. It no longer certifies what is printed on it.</p>{{/revoked}}\
        {{#unknown}}<h1 class="unknown">? No certificate has this code</h1>
        <p>Compare the address with the one printed on the certificate. If they are the same, the certificate was not
        issued here: ask the school.</p>{{/unknown}}
        {{#known}}
        <dl>
        <dt>Awarded to</dt><dd dir="auto">{{learner}}</dd>
        <dt>Course</dt><dd dir="auto">{{course}}</dd>
        <dt>Completed on</dt><dd>{{completed}}</dd>
        <dt>School</dt><dd dir="auto">{{school}}</dd>
        <dt>Certificate number</dt><dd>{{serial}}</dd>
        <dt>Verification code</dt><dd>{{code}}</dd>
        </dl>
        {{/known}}
        </main>
        <footer>Make sure that this page's address is the school's own: anybody can print a code.</footer>
        </body>
        </html>

        """
}
