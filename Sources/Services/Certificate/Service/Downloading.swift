import Access
import CertificateAPI
import Endpoints
import Values

extension CertificateService {
    func download(_ request: DownloadCertificate, _ call: Call) async throws -> Download {
        let caller = try call.caller
        let row = try await call.read { try VisibleCertificates.one(request.certificateID, for: caller, in: $0) }
        let isAdmin = caller.role == .admin || caller.role == .superAdmin
        guard isAdmin || !row.isRevoked else { throw CertificateError.revoked }
        let sheet = CertificateSheet(row, verificationURL: addresses.verification(row.subdomain, row.code))
        return Download(
            mediaType: "application/pdf",
            fileName: Self.fileName(row.learnerName, row.courseTitle),
            bytes: try await sheet.rendered()
        )
    }

    /// `Amina Otieno - Algebra I.pdf`, in the learner's own script. Names come from outside: what file systems and
    /// headers give a meaning to becomes a space, what turns the direction of text is left out.
    static func fileName(_ learner: String, _ course: String) -> String {
        func cleaned(_ text: String, limit: Int) -> String {
            var clean = String.UnicodeScalarView()
            for scalar in text.unicodeScalars {
                switch scalar.properties.generalCategory {
                case .format: continue
                case .control, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse: clean.append(" ")
                default: clean.append("/\\:*?\"<>|%;.".unicodeScalars.contains(scalar) ? " " : scalar)
                }
            }
            return String(clean).split(separator: " ").joined(separator: " ").shortened(toBytes: limit)
        }
        // File systems take 255 bytes.
        return "\(cleaned(learner, limit: 120)) - \(cleaned(course, limit: 120)).pdf"
    }
}

extension String {
    /// The longest beginning of whole characters that fits.
    fileprivate func shortened(toBytes limit: Int) -> String {
        var text = self[...]
        while text.utf8.count > limit { text.removeLast() }
        return String(text)
    }
}
