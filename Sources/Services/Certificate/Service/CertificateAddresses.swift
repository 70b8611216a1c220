import Values

/// Where a certificate is found from outside: always at the installation's own address, whatever host a request named.
struct CertificateAddresses: Sendable {
    /// Scheme and host, without a slash at the end.
    let base: String

    init(base: String) {
        var base = base[...]
        while base.last == "/" { base.removeLast() }
        self.base = String(base)
    }

    /// Where anybody checks it.
    func verification(_ subdomain: String, _ code: VerificationCode) -> String {
        base + Self.verificationPath(subdomain, code)
    }

    /// The same without the host. Subdomains and codes have no character that a URL would have to escape.
    static func verificationPath(_ subdomain: String, _ code: VerificationCode) -> String {
        "/verify/\(subdomain)/\(code.grouped)"
    }

    /// Where the signed-in get the printable form.
    func pdf(_ id: CertificateID) -> String { "\(base)/api/certificates/\(id)/pdf" }
}
