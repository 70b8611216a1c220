/// Where a server answers that the operator has named: scheme, host, port and the beginning of its paths.
///
/// Only the operator chooses it, so it may be a private address; no request, answer or redirect ever leads elsewhere.
package struct UpstreamAddress: Hashable, Sendable, CustomStringConvertible {
    /// Without a slash at the end: `http://127.0.0.1:3002`, `https://api.openai.com/v1`.
    package let description: String
    /// The name or number of the machine; a number of IPv6 in its brackets.
    package let host: String
    /// The address that is connected to.
    let server: Server
    /// What every path begins with; empty or with a slash at its beginning only.
    private let base: String

    /// One that listens: the same for all addresses at it.
    struct Server: Hashable, Sendable {
        /// Without brackets.
        var name: String
        var port: Int
        var isEncrypted: Bool
    }

    /// Parses a setting; the error says what is wrong with it, not what it was.
    package init(parsing text: String) throws(InvalidUpstreamAddress) {
        let address = text.hasSuffix("/") ? text.dropLast() : text[...]
        guard address.utf8.allSatisfy({ (0x21...0x7e).contains($0) }), address.utf8.count <= 2_000 else {
            throw InvalidUpstreamAddress("must be an address without spaces")
        }
        guard let scheme = ["http://", "https://"].first(where: { address.lowercased().hasPrefix($0) }) else {
            throw InvalidUpstreamAddress("must begin with http:// or https://")
        }
        guard !address.contains("?"), !address.contains("#"), !address.contains("@") else {
            throw InvalidUpstreamAddress("must have no query and no user name")
        }
        let authority = address.dropFirst(scheme.count).prefix { $0 != "/" }
        let host = authority.hasPrefix("[") ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        guard authority.hasPrefix(host), host.count > (host.hasPrefix("[") ? 2 : 0) else {
            throw InvalidUpstreamAddress("must name a host")
        }
        let isEncrypted = scheme == "https://"
        var port = isEncrypted ? 443 : 80
        let rest = authority.dropFirst(host.count)
        if !rest.isEmpty {
            guard rest.hasPrefix(":"), let number = Int(rest.dropFirst()), (1...65_535).contains(number) else {
                throw InvalidUpstreamAddress("must have a port from 1 to 65535, or none")
            }
            port = number
        }
        self.host = host.lowercased()
        server = Server(name: self.host.trimmingBrackets, port: port, isEncrypted: isEncrypted)
        base = String(address.dropFirst(scheme.count + authority.count))
        description = String(address)
    }

    /// What a request's first line names: a path that begins with a slash and is encoded already, below this address.
    func target(_ path: String) -> String { base + path }

    /// What a request calls the server by (RFC 9110 §7.2).
    var hostHeader: String {
        server.port == (server.isEncrypted ? 443 : 80) ? host : "\(host):\(server.port)"
    }
}

extension String {
    fileprivate var trimmingBrackets: String { hasPrefix("[") ? String(dropFirst().dropLast()) : self }
}

/// Why a setting is no address; completes a sentence that begins with the setting's name.
package struct InvalidUpstreamAddress: Error, Hashable, Sendable {
    package let reason: String

    init(_ reason: String) { self.reason = reason }
}
