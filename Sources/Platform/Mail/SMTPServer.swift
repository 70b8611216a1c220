import CCurl
package import Values

/// Where mail is handed in, as an operator writes it: `smtp://user:password@host:587`, `smtps://host`.
///
/// `?tls=` says how a plain `smtp` connection is protected: `required` (the default when there is a password),
/// `opportunistic` (the default without: used when offered) or `off` (the default for this machine). Certificates are
/// always checked. A path is the name this machine gives itself: `smtp://host/campus.example.com`.
package struct SMTPServer: Sendable {
    let url: String
    let user: String?
    let password: String?
    let protection: Protection

    enum Protection: String {
        case required
        case opportunistic
        case off
    }

    /// Parses the URL.
    ///
    /// - Throws: ``InvalidValue`` that does not repeat the URL: it may hold a password.
    package init(_ text: String) throws(InvalidValue) {
        guard let parts = URLParts(text), let scheme = parts[CURLUPART_SCHEME], scheme == "smtp" || scheme == "smtps",
            let host = parts[CURLUPART_HOST]
        else { throw InvalidValue("must be smtp://host or smtps://host, with user:password@ and :port as needed") }
        (user, password) = (parts[CURLUPART_USER], parts[CURLUPART_PASSWORD])
        // libcurl does not resolve the escapes of control characters; they would end the commands they stand in.
        guard parts.isWritten(CURLUPART_USER) == (user != nil), parts.isWritten(CURLUPART_PASSWORD) == (password != nil)
        else { throw InvalidValue("must not hold control characters") }
        let isHere = host == "localhost" || host.hasPrefix("127.") || host == "[::1]"
        switch parts[CURLUPART_QUERY] {
        case nil:
            protection = scheme == "smtps" ? .required : isHere ? .off : password == nil ? .opportunistic : .required
        case "tls=required"?: protection = .required
        case "tls=opportunistic"? where scheme == "smtp": protection = .opportunistic
        case "tls=off"? where scheme == "smtp": protection = .off
        default: throw InvalidValue("may only have the option tls=required, tls=opportunistic or tls=off (smtp only)")
        }
        guard let url = parts.withoutSecrets() else { throw InvalidValue("must name a server") }
        self.url = url
    }
}

/// Owns libcurl's parse of a URL.
private struct URLParts: ~Copyable {
    private let handle: OpaquePointer

    init?(_ text: String) {
        guard text.utf8.count <= 2000, !text.utf8.contains(0), let handle = curl_url() else { return nil }
        guard curl_url_set(handle, CURLUPART_URL, text, 0) == CURLUE_OK else {
            curl_url_cleanup(handle)
            return nil
        }
        self.handle = handle
    }

    deinit { curl_url_cleanup(handle) }

    /// The part with its percent escapes resolved, where it has any.
    subscript(_ part: CURLUPart) -> String? { value(of: part, UInt32(CURLU_URLDECODE)) }

    func isWritten(_ part: CURLUPart) -> Bool { value(of: part, 0) != nil }

    /// The URL with what names the server only.
    consuming func withoutSecrets() -> String? {
        for part in [CURLUPART_USER, CURLUPART_PASSWORD, CURLUPART_QUERY, CURLUPART_FRAGMENT, CURLUPART_OPTIONS] {
            curl_url_set(handle, part, nil, 0)
        }
        return value(of: CURLUPART_URL, 0)
    }

    private func value(of part: CURLUPart, _ flags: UInt32) -> String? {
        var text: UnsafeMutablePointer<CChar>?
        guard curl_url_get(handle, part, &text, flags) == CURLUE_OK, let text else { return nil }
        defer { curl_free(text) }
        return String(cString: text)
    }
}
