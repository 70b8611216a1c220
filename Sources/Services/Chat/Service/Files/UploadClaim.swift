import ChatAPI
import Endpoints
import Files
import FoundationEssentials
import Values

/// What a client says of an upload, found to be possible before a byte of any is stored.
struct UploadClaim: Sendable {
    /// How it is called when something is wrong with it, and where it stood.
    let label: String
    let index: Int
    let content: Content

    enum Content: Sendable {
        case file(Base64Bytes, Upload)
        case sentBefore(ChatFileID)
        case link(String, name: String, type: String)
    }

    /// How many bytes come with it.
    var size: Int { if case .file(let bytes, _) = content { bytes.count } else { 0 } }

    /// The types of the chat platform's contract, section 4.5.
    static let rules = FileRules(
        [.jpeg, .png, .gif, .webp, .pdf, .plainText, .csv, .doc, .docx],
        maximumSize: ChatUpload.maximumSize
    )

    /// - Throws: ``UploadRefusal``.
    init(_ upload: ChatUpload, at index: Int, of owner: UserID) throws {
        self.index = index
        label = Self.label(upload.name, at: index)
        switch upload.type {
        case "file": content = try Self.file(upload, owner, label, index)
        case "url":
            let link = try Self.link(upload.data, label, index)
            content = .link(link, name: Self.name(ofLink: upload), type: Self.type(ofLink: upload))
        case "stored_file":
            guard let id = ChatFileID(upload.data) else { throw UploadRefusal(.notFound, label, at: index) }
            content = .sentBefore(id)
        default: throw UploadRefusal("Uploads are of the type file, url or stored_file.", label, at: index)
        }
    }

    private static func file(
        _ upload: ChatUpload,
        _ owner: UserID,
        _ label: String,
        _ index: Int
    ) throws -> Content {
        let upload = (data: upload.data, name: upload.name, type: upload.mime)
        do {
            _ = try rules.claim(name: upload.name, declared: upload.type)
            let bytes = try Base64Bytes(file: upload.data)
            guard bytes.count <= rules.maximumSize else { throw FilesError.tooLarge(limit: rules.maximumSize) }
            guard bytes.count > 0 else { throw FilesError.empty }
            return .file(
                bytes,
                Upload(name: upload.name, type: upload.type, owner: owner, service: Chat.service.name, rules: rules)
            )
        } catch let error as FilesError {
            throw UploadRefusal(error, label, at: index)
        } catch is Base64Bytes.Malformed {
            throw UploadRefusal("The data is not base64.", label, at: index)
        }
    }

    /// An address on the web. It is handed on and never fetched by us. Whoever answers may fetch it, from inside their
    /// network: so it names a host of the world by its name, not a machine in there or a number.
    private static func link(_ text: String, _ label: String, _ index: Int) throws -> String {
        guard text.utf8.count <= 2000 else {
            throw UploadRefusal("An address has at most 2000 characters.", label, at: index)
        }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        guard isPlain, let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased()),
            url.user() == nil, url.password() == nil
        else { throw UploadRefusal("An address begins with http:// or https://.", label, at: index) }
        guard let host = url.host(), isPublic(host.lowercased()) else {
            throw UploadRefusal("The address is not one of the public web.", label, at: index)
        }
        return text
    }

    private static let privateNames: Set = [
        "alt", "arpa", "corp", "home", "internal", "intranet", "invalid", "lan", "local", "localhost", "mail", "onion",
        "private", "test",
    ]

    /// Whether a host's name can be one that everybody knows (RFC 6761, RFC 6762, RFC 9476 and ICANN's `internal`).
    private static func isPublic(_ host: String) -> Bool {
        let labels = (host.hasSuffix(".") ? host.dropLast() : host[...])
            .split(separator: ".", omittingEmptySubsequences: false)
        guard labels.count > 1, !labels.contains(""), let top = labels.last else { return false }
        let isName = top.hasPrefix("xn--") || top.utf8.allSatisfy { (0x61...0x7a).contains($0) }
        return isName && !Self.privateNames.contains(String(top))
    }

    /// As the client calls it, or the address itself.
    private static func name(ofLink upload: ChatUpload) -> String {
        (try? FileName(parsing: upload.name))?.text ?? upload.data
    }

    /// As the client says, when that is a type (RFC 6838 §4.2): flows tell pictures by it.
    private static func type(ofLink upload: ChatUpload) -> String {
        let parts = upload.mime.utf8.split(separator: UInt8(ascii: "/"), omittingEmptySubsequences: false)
        let isType =
            parts.count == 2
            && parts.allSatisfy { part in
                (1...60).contains(part.count)
                    && part.allSatisfy { byte in
                        switch byte {
                        case 0x30...0x39, 0x41...0x5a, 0x61...0x7a: true
                        default: "!#$&-^_.+".utf8.contains(byte)
                        }
                    }
            }
        return isType ? upload.mime.lowercased() : "text/uri-list"
    }

    /// Its name when that is one, otherwise which one it is.
    static func label(_ name: String, at index: Int) -> String {
        guard let name = try? FileName(parsing: name) else { return "File \(index + 1)" }
        return name.text.count > 100 ? name.text.prefix(100) + "…" : name.text
    }
}
