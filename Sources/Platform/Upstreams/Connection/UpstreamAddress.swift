/// Where a server answers that the operator has named: scheme, host, port and the beginning of its paths.
///
/// Only the operator chooses it, so it may be a private address; no request, answer or redirect ever leads elsewhere.
package struct UpstreamAddress: Hashable, Sendable, CustomStringConvertible {
    /// Without a slash at the end: `http://127.0.0.1:3002`, `https://api.openai.com/v1`.
    package let description: String
    /// The name or number of the machine.
    package let host: String

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
        guard host.count > (host.hasPrefix("[") ? 2 : 0) else { throw InvalidUpstreamAddress("must name a host") }
        self.host = host.lowercased()
        description = String(address)
    }

    /// The address of something below: a path that begins with a slash and is encoded already.
    func url(_ path: String) -> String { description + path }
}

/// Why a setting is no address; completes a sentence that begins with the setting's name.
package struct InvalidUpstreamAddress: Error, Hashable, Sendable {
    package let reason: String

    init(_ reason: String) { self.reason = reason }
}
