import Endpoints
import Foundation
import Values

extension Journey {
    /// What the learner holds in the end.
    struct Certificate {
        let id: String
        let verificationURL: String
    }

    func awaitCertificate(of course: Course, as learner: PlatformClient) async throws -> Certificate {
        try await eventually("no certificate within 10 s") {
            let listed = try expect(try await learner.get("/api/certificates"), 200).json["certificates"]?.array ?? []
            guard let found = listed.first(where: { $0["course_id"]?.string == course.id }) else { return nil }
            return Certificate(
                id: try text(found["id"], "the certificate's id"),
                verificationURL: try text(found["verification_url"], "the verification address")
            )
        }
    }

    /// The PDF's text, by `pdftotext` where it is installed.
    func checkPDF(_ certificate: Certificate?, _ learner: PlatformClient) async throws {
        guard let certificate else { return }
        let answer = try expect(try await learner.get("/api/certificates/\(certificate.id)/pdf"), 200)
        guard answer.bytes.starts(with: Array("%PDF-".utf8)) else { throw Unexpected("the download is not a PDF") }
        let file = FileManager.default.temporaryDirectory.appendingPathComponent("elymica-\(UUID().uuidString).pdf")
        try Data(answer.bytes).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        guard let content = try pdfText(file) else { return }
        let folded = content.precomposedStringWithCanonicalMapping.split(whereSeparator: \.isWhitespace).joined(
            separator: " "
        )
        for part in [learnerName, title] where !folded.contains(part.precomposedStringWithCanonicalMapping) {
            throw Unexpected("the PDF does not hold “\(part)”")
        }
    }

    private func pdfText(_ file: URL) throws -> String? {
        let tool = ["/usr/bin/pdftotext", "/usr/local/bin/pdftotext"].first(where: FileManager.default.isExecutableFile)
        guard let tool else { return nil }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: tool)
        process.arguments = ["-layout", file.path, "-"]
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let data = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        return String(decoding: data, as: UTF8.self)
    }

    /// Without a token, at the path of the address that the certificate names.
    func verify(_ certificate: Certificate?) async throws {
        guard let certificate, let path = URL(string: certificate.verificationURL)?.path else {
            throw Unexpected("the verification address is not one")
        }
        let page = try expect(try await visitor.get(path, headers: ["Accept": "text/html"]), 200)
        guard page.text.contains(learnerName), page.text.contains(title) else {
            throw Unexpected("the page does not name learner and course")
        }
    }

    func checkNotification(_ learner: PlatformClient) async throws {
        _ = try await eventually("no notification of the certificate within 10 s") {
            let answer = try expect(try await learner.get("/notifications?status=unread"), 200)
            let listed = answer.json["notifications"]?.array ?? []
            return listed.first { ($0["message"]?.string ?? "").contains(title) && $0["type"]?.string == "system" }
        }
    }

    func checkMail(_ learner: PlatformClient) async throws {
        _ = try await eventually("the mails were not sent within 10 s") {
            let answer = try expect(try await learner.get("/api/notifications/deliveries"), 200)
            let sent = (answer.json["deliveries"]?.array ?? []).filter { $0["status"]?.string == "sent" }
            return sent.count >= 2 ? sent.count : nil
        }
    }

    /// Asks again until there is an answer, for 10 s.
    private func eventually<T>(_ complaint: String, _ ask: () async throws -> T?) async throws -> T {
        let deadline = ContinuousClock.now.advanced(by: .seconds(10))
        while ContinuousClock.now < deadline {
            if let value = try await ask() { return value }
            try await Task.sleep(for: .milliseconds(200))
        }
        throw Unexpected(complaint)
    }

    @discardableResult
    func expect(_ answer: PlatformClient.Answer, _ statuses: Int...) throws -> PlatformClient.Answer {
        guard statuses.contains(answer.status) else {
            let said = answer.json["message"]?.string ?? String(answer.text.prefix(120))
            throw Unexpected("answered \(answer.status): \(said)")
        }
        return answer
    }

    func text(_ value: JSON?, _ name: String) throws -> String {
        guard let text = value?.string else { throw Unexpected("the answer lacks \(name)") }
        return text
    }
}
