import HTTPTypes
import HummingbirdCore

/// A cookie that an answer sets. Scripts cannot read it, and no other site can make a browser send it (RFC 6265bis
/// §5.8); over anything but plain HTTP to this very machine it is `Secure`.
package struct ResponseCookie: Hashable, Sendable {
    package let name: String
    package let value: String
    package let path: String
    /// Seconds; 0 removes it.
    package let maximumAge: Int

    package init(_ name: String, _ value: String, path: String = "/", maximumAge: Int) {
        (self.name, self.value, self.path, self.maximumAge) = (name, value, path, maximumAge)
    }

    /// Removes the cookie of that name and path.
    package static func removed(_ name: String, path: String = "/") -> ResponseCookie {
        ResponseCookie(name, "", path: path, maximumAge: 0)
    }

    var field: HTTPField {
        let expiry = maximumAge == 0 ? "; Expires=Thu, 01 Jan 1970 00:00:00 GMT" : ""
        let text = "\(name)=\(value); Max-Age=\(maximumAge); Path=\(path)\(expiry); HttpOnly; SameSite=Strict"
        return HTTPField(name: .setCookie, value: text)
    }

    /// Marks what an answer sets as `Secure`, unless the request came to a loopback name without TLS in front of it:
    /// there a script's cookie jar would never send it back.
    static func secure(_ headers: inout HTTPFields, for request: Request) {
        guard headers[.setCookie] != nil, !isPlainLoopback(request) else { return }
        headers[values: .setCookie] = headers[values: .setCookie].map { $0 + "; Secure" }
    }

    private static func isPlainLoopback(_ request: Request) -> Bool {
        guard request.headers[.forwardedProto]?.lowercased() != "https", let authority = request.head.authority else {
            return false
        }
        let host =
            authority.hasPrefix("[")
            ? String(authority.prefix { $0 != "]" }) + "]" : String(authority.prefix { $0 != ":" })
        return ["localhost", "127.0.0.1", "[::1]"].contains(host.lowercased())
    }
}

/// A response that sets cookies beside its body.
package protocol CookieSetting {
    var cookies: [ResponseCookie] { get }
}
