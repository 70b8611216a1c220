import NIOCore
import NIOHTTP1
import Values

extension FlowiseClient {
    /// Has files read by Flowise, for flows that take whole files; the texts then go with a question. A file of a type
    /// that the flow does not take is refused.
    package func read(
        _ files: [UpstreamUpload],
        for flow: FlowiseFlow,
        conversation: String
    ) async throws(UpstreamFailure) -> [UpstreamUpload] {
        guard FlowiseFlow.isPlain(conversation) else { throw UpstreamFailure(.unknown) }
        var form = MultipartForm()
        for file in files {
            guard case .bytes(let bytes) = file.content else { continue }
            form.add(file: file.name, type: file.type, bytes: bytes, as: "files")
        }
        let ask = Upstream.Ask(
            method: .POST,
            path: "/api/v1/attachments/\(flow)/\(conversation)",
            body: form.finished(),
            contentType: form.contentType
        )
        guard let rows = try await json(ask, limits: upstream.limits).array else { throw UpstreamFailure(.malformed) }
        return rows.compactMap { row in
            guard let name = row["name"]?.string, let text = row["content"]?.string else { return nil }
            return UpstreamUpload(
                name: name,
                type: row["mimeType"]?.string ?? "text/plain",
                content: .text(text)
            )
        }
    }
}

/// A body of several files (RFC 7578).
struct MultipartForm: Sendable {
    private let boundary: String
    private var body: [UInt8] = []

    init() {
        boundary =
            "elymica-" + String(UInt64.random(in: .min ... .max), radix: 36)
            + String(UInt64.random(in: .min ... .max), radix: 36)
    }

    var contentType: String { "multipart/form-data; boundary=\(boundary)" }

    /// Adds a file. Quotes and line breaks in its name are escaped as browsers do it (WHATWG HTML §4.10.21.8).
    mutating func add(file name: String, type: String, bytes: [UInt8], as field: String) {
        let name = name.map { ["\"": "%22", "\r": "%0D", "\n": "%0A", "\r\n": "%0D%0A"][$0] ?? String($0) }.joined()
        let type = type.filter { $0 != "\r" && $0 != "\n" && $0 != "\r\n" }
        let head = """
            --\(boundary)\r
            Content-Disposition: form-data; name="\(field)"; filename="\(name)"\r
            Content-Type: \(type)\r
            \r

            """
        body += Array(head.utf8) + bytes + Array("\r\n".utf8)
    }

    func finished() -> [UInt8] { body + Array("--\(boundary)--\r\n".utf8) }
}
