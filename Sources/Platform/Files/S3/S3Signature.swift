import Crypto
package import FoundationEssentials
import Values

/// Signs requests as Amazon's services want it (AWS Signature Version 4 for API requests, "Create a signed request").
package struct S3Signature {
    private let location: S3Location
    private let date: Date

    package init(location: S3Location, date: Date) { (self.location, self.date) = (location, date) }

    /// What is signed: a path as it is sent (ours hold nothing that would have to be encoded), and headers by their
    /// lower-case names.
    package struct Request {
        package typealias Items = [(name: String, value: String)]

        let method: String
        let path: String
        var query: Items
        var headers: Items

        package init(method: String, path: String, query: Items = [], headers: Items = []) {
            (self.method, self.path, self.query, self.headers) = (method, path, query, headers)
        }
    }

    /// The SHA-256 of no bytes.
    package static let emptyPayload = "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"

    /// The request's headers with those that sign it.
    package func signed(_ request: Request, payload: String) -> Request.Items {
        let time = time
        var request = request
        request.headers += [
            ("host", location.host), ("x-amz-content-sha256", payload), ("x-amz-date", time),
        ]
        let names = signedNames(request)
        let signature = signature(of: canonical(request, payload: payload), at: time)
        let credential = "\(location.accessKey)/\(scope(time))"
        let authorization =
            "AWS4-HMAC-SHA256 Credential=\(credential),SignedHeaders=\(names),Signature=\(signature)"
        return request.headers + [("authorization", authorization)]
    }

    /// An address that is signed itself, for whoever has it and for so long.
    package func address(_ request: Request, validFor time: Duration) -> String {
        let now = self.time
        var request = request
        request.headers.append(("host", location.host))
        request.query += [
            ("X-Amz-Algorithm", "AWS4-HMAC-SHA256"),
            ("X-Amz-Credential", "\(location.accessKey)/\(scope(now))"),
            ("X-Amz-Date", now),
            // A week is the most there is.
            ("X-Amz-Expires", String(min(max(1, Int(time.seconds)), 604_800))),
            ("X-Amz-SignedHeaders", signedNames(request)),
        ]
        let signature = signature(of: canonical(request, payload: "UNSIGNED-PAYLOAD"), at: now)
        return "\(location.endpoint)\(request.path)?\(Self.query(request.query))&X-Amz-Signature=\(signature)"
    }

    /// `name=value&…`, encoded and in the order that is signed.
    static func query(_ items: Request.Items) -> String {
        items.map { (encoded($0.name), encoded($0.value)) }
            .sorted { $0 < $1 }
            .map { "\($0)=\($1)" }.joined(separator: "&")
    }

    private func canonical(_ request: Request, payload: String) -> String {
        let headers = request.headers.sorted { $0.name < $1.name }
            .map { "\($0.name):\($0.value.trimmingBlanks)\n" }.joined()
        return [
            request.method, request.path, Self.query(request.query), headers, signedNames(request), payload,
        ].joined(separator: "\n")
    }

    private func signedNames(_ request: Request) -> String {
        request.headers.map(\.name).sorted().joined(separator: ";")
    }

    private func signature(of canonical: String, at time: String) -> String {
        let hash = SHA256.hash(data: Data(canonical.utf8)).hexadecimal
        let text = "AWS4-HMAC-SHA256\n\(time)\n\(scope(time))\n\(hash)"
        var key = Data("AWS4\(location.secretKey)".utf8)
        for step in [String(time.prefix(8)), location.region, "s3", "aws4_request"] { key = Self.code(step, key) }
        return Self.code(text, key).hexadecimal
    }

    private func scope(_ time: String) -> String { "\(time.prefix(8))/\(location.region)/s3/aws4_request" }

    /// `20261126T140500Z`.
    private var time: String { Timestamp.text(date).prefix(19).filter { $0 != "-" && $0 != ":" } + "Z" }

    private static func code(_ text: String, _ key: Data) -> Data {
        Data(HMAC<SHA256>.authenticationCode(for: Data(text.utf8), using: SymmetricKey(data: key)))
    }

    private static func encoded(_ text: String) -> String {
        let digits = Array("0123456789ABCDEF")
        return text.utf8.map { byte in
            byte.isAlphanumeric || "-._~".utf8.contains(byte)
                ? String(Unicode.Scalar(byte)) : "%\(digits[Int(byte >> 4)])\(digits[Int(byte & 15)])"
        }.joined()
    }
}
