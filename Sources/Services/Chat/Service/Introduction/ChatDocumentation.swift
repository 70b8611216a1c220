import Crypto
import Endpoints
import FoundationEssentials
import Pages
import Synchronization
import Values

/// The service's OpenAPI document and a page that lists its operations, made when somebody first asks for them.
final class ChatDocumentation: Sendable {
    private let made = Mutex<(document: Download, page: Download)?>(nil)

    func document(of service: ChatService) throws -> Download { try downloads(service).document }

    func page(of service: ChatService) throws -> Download { try downloads(service).page }

    private func downloads(_ service: ChatService) throws -> (document: Download, page: Download) {
        try made.withLock { made in
            if let made { return made }
            let document = try OpenAPIDocument.make(
                for: ChatService.identity,
                service.operations,
                dialect: ChatService.dialect
            )
            let downloads = (
                document: Download(
                    mediaType: "application/json; charset=utf-8",
                    bytes: Array(document.compact.utf8)
                ),
                page: try Self.page(document)
            )
            made = downloads
            return downloads
        }
    }

    private static func page(_ document: JSON) throws -> Download {
        var operations: [[String: PageValue]] = []
        for path in document["paths"]?.object?.members ?? [] {
            for method in path.value.object?.members ?? [] {
                operations.append([
                    "method": .text(method.name.uppercased()), "path": .text(path.name),
                    "summary": .text(method.value["summary"]?.string ?? ""),
                    "access": .text(access(method.value)),
                ])
            }
        }
        let html = try PageTemplate(html: template).filled([
            "style": .text(style), "purpose": .text(document["info"]?["description"]?.string ?? ""),
            "operations": .list(operations),
        ])
        // The policy lets this one style in by its digest, and nothing else at all.
        let digest = Data(SHA256.hash(data: Data(style.utf8))).base64EncodedString()
        return Download(
            mediaType: "text/html; charset=utf-8",
            contentSecurityPolicy: "default-src 'none'; style-src 'sha256-\(digest)'; base-uri 'none'; "
                + "form-action 'none'; frame-ancestors 'none'",
            bytes: Array(html.utf8)
        )
    }

    private static func access(_ operation: JSON) -> String {
        guard operation["security"]?.array?.isEmpty == false else { return "anybody" }
        let roles = (operation["x-roles"]?.array ?? []).compactMap(\.string)
        return roles.isEmpty ? "signed in" : roles.joined(separator: ", ")
    }

    /// Without the characters that HTML escapes: the browser's digest is of the text as it stands in the page.
    private static let style = """
        :root{color-scheme:light dark}body{max-width:64rem;margin:2rem auto;padding:0 1rem;\
        font:16px/1.5 system-ui,sans-serif}table{border-collapse:collapse;width:100%}\
        td,th{text-align:left;vertical-align:top;padding:.4rem .6rem;border-bottom:1px solid #8886}\
        code{font-size:.9em;overflow-wrap:anywhere}
        """

    private static let template = """
        <!DOCTYPE html>
        <html lang="en">
        <head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1">
        <title>Elymica chat</title><style>{{style}}</style></head>
        <body><h1>Elymica chat</h1>
        <p>{{purpose}} Everything about each operation stands in <a href="/openapi.json">openapi.json</a>.</p>
        <table><thead><tr><th>Operation</th><th>What it does</th><th>Who may</th></tr></thead><tbody>
        {{#operations}}
        <tr><td><code>{{method}} {{path}}</code></td><td>{{summary}}</td><td>{{access}}</td></tr>
        {{/operations}}
        </tbody></table></body></html>

        """
}
