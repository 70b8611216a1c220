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
        case link(String, name: String)
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
        case "url": content = .link(try Self.link(upload.data, label, index), name: Self.name(ofLink: upload))
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

    /// An address on the web. It is handed on and never fetched by us.
    private static func link(_ text: String, _ label: String, _ index: Int) throws -> String {
        guard text.utf8.count <= 2000 else {
            throw UploadRefusal("An address has at most 2000 characters.", label, at: index)
        }
        let isPlain = text.utf8.allSatisfy { (0x21...0x7e).contains($0) }
        guard isPlain, let url = URL(string: text), ["http", "https"].contains(url.scheme?.lowercased()),
            url.host()?.isEmpty == false, url.user() == nil, url.password() == nil
        else { throw UploadRefusal("An address begins with http:// or https://.", label, at: index) }
        return text
    }

    /// As the client calls it, or the address itself.
    private static func name(ofLink upload: ChatUpload) -> String {
        (try? FileName(parsing: upload.name))?.text ?? upload.data
    }

    /// Its name when that is one, otherwise which one it is.
    static func label(_ name: String, at index: Int) -> String {
        guard let name = try? FileName(parsing: name) else { return "File \(index + 1)" }
        return name.text.count > 100 ? name.text.prefix(100) + "…" : name.text
    }
}
