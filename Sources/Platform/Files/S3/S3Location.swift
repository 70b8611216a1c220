package import Values

/// A bucket of an S3-compatible service and the key to it.
package struct S3Location: Sendable {
    /// `https://s3.eu-central-1.amazonaws.com`, without a slash at its end.
    let endpoint: String
    /// What a request's `Host` says: the port only where it is not the scheme's.
    let host: String
    /// Bucket and perhaps a folder in it, as a path begins: `/school-files`.
    let base: String
    let region: String
    let accessKey: String
    let secretKey: String

    /// - Parameter url: address, bucket and perhaps a folder: `https://s3.example.com/school-files/elymica`. Buckets
    ///   are addressed by path, which every such service understands.
    package init(url: String, region: String, accessKey: String, secretKey: String) throws(InvalidValue) {
        let invalid = InvalidValue("must be http(s)://host/bucket or http(s)://host/bucket/folder")
        let isSecure = url.hasPrefix("https://")
        guard isSecure || url.hasPrefix("http://") else { throw invalid }
        let rest = url.dropFirst(isSecure ? 8 : 7)
        let parts = rest.split(separator: "/").map(String.init)
        let isPlain = parts.dropFirst().allSatisfy { part in
            part != "." && part != ".." && part.utf8.allSatisfy { $0.isAlphanumeric || ".-_".utf8.contains($0) }
        }
        guard parts.count >= 2, isPlain, let host = parts.first,
            host.utf8.allSatisfy({ $0.isAlphanumeric || ".-:[]".utf8.contains($0) })
        else { throw invalid }
        let usual = isSecure ? ":443" : ":80"
        self.host = host.hasSuffix(usual) ? String(host.dropLast(usual.count)) : host
        endpoint = (isSecure ? "https://" : "http://") + host
        base = "/" + parts.dropFirst().joined(separator: "/")
        (self.region, self.accessKey, self.secretKey) = (region, accessKey, secretKey)
    }

    /// The bucket itself, which listing asks for.
    var bucketPath: String { "/" + (base.split(separator: "/").first.map(String.init) ?? "") }

    /// What the bucket's keys of ours begin with: empty, or a folder and a slash.
    var keyPrefix: String {
        let folder = base.split(separator: "/").dropFirst().joined(separator: "/")
        return folder.isEmpty ? "" : folder + "/"
    }

    func path(_ key: ObjectKey) -> String { base + "/" + key.path }
}
