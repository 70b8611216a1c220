import Mail
import Postgres
import Upstreams
import Values

/// Addresses as operators write them, parsed before anything starts. Where the part that uses one parses it by itself,
/// it is asked here as well, so that an error names the setting.
extension Settings {
    static func database(_ text: String) throws -> String {
        let url = try Self.url(text, "ELYMICA_DATABASE_URL", ["postgresql", "postgres"])
        do throws(PostgresError) { _ = try ConnectionTarget(url: url) } catch {
            throw InvalidSetting(
                name: "ELYMICA_DATABASE_URL",
                reason: "is no URL PostgreSQL understands; a password has @ as %40, / as %2F, : as %3A and % as %25"
            )
        }
        return url
    }

    static func smtp(_ text: String) throws -> String {
        let url = try Self.url(text, "ELYMICA_SMTP_URL", ["smtp", "smtps"])
        _ = try parsed("ELYMICA_SMTP_URL") { () throws(InvalidValue) in try SMTPServer(url) }
        return url
    }

    /// `ELYMICA_MAIL_FROM` and `ELYMICA_MAIL_NAME`.
    static func sender(_ text: (String) -> String?) throws -> MailAddress {
        let (address, name) = (text("ELYMICA_MAIL_FROM"), text("ELYMICA_MAIL_NAME"))
        do throws(InvalidValue) {
            return try MailAddress(parsing: address ?? "no-reply@localhost.localdomain", name: name)
        } catch {
            let setting = error.path == ["name"] ? "ELYMICA_MAIL_NAME" : "ELYMICA_MAIL_FROM"
            throw InvalidSetting(name: setting, reason: error.message)
        }
    }

    /// An address of the web that paths are added to, without a slash at its end.
    static func webAddress(_ text: String, _ name: String) throws -> String { try address(text, name).description }

    static func address(_ text: String, _ name: String) throws -> UpstreamAddress {
        do throws(InvalidUpstreamAddress) { return try UpstreamAddress(parsing: text) } catch {
            throw InvalidSetting(name: name, reason: error.reason)
        }
    }

    static func url(_ text: String, _ name: String, _ schemes: [String]) throws -> String {
        guard let scheme = text.split(separator: ":").first, schemes.contains(scheme.lowercased()), text.contains("://")
        else {
            throw InvalidSetting(
                name: name,
                reason: "must begin with \(schemes.map { $0 + "://" }.joined(separator: " or "))"
            )
        }
        return text
    }

    /// Pages that may call, as their browsers name them.
    static func origins(_ text: String) throws -> [String] {
        try text.split(separator: ",").map { $0.filter { $0 != " " } }.filter { !$0.isEmpty }.map { written in
            guard let origin = origin(written) else {
                throw InvalidSetting(
                    name: "ELYMICA_PORTAL_ORIGINS",
                    reason: "must be origins such as https://portal.example.com, separated by commas, without paths"
                )
            }
            return origin
        }
    }

    /// `scheme://host[:port]`, the port only where it is not the scheme's own (RFC 6454 §6.2): any other form is one
    /// that no browser ever sends.
    private static func origin(_ text: String) -> String? {
        let origin = (text.last == "/" ? text.dropLast() : text[...]).lowercased()
        let scheme = origin.prefix { $0 != ":" }
        guard scheme.first?.isLetter == true, hasOnly(scheme, or: "+-."),
            origin.dropFirst(scheme.count).hasPrefix("://")
        else { return nil }
        let authority = origin.dropFirst(scheme.count + 3)
        let isNumbered = authority.hasPrefix("[")
        let host = isNumbered ? authority.prefix { $0 != "]" } + "]" : authority.prefix { $0 != ":" }
        guard authority.hasPrefix(host), host.count > (isNumbered ? 2 : 0),
            hasOnly(host, or: isNumbered ? "[]:." : "-.")
        else { return nil }
        let port = authority.dropFirst(host.count)
        let isUsual = scheme == "https" && port == ":443" || scheme == "http" && port == ":80"
        guard !port.isEmpty, !isUsual else { return "\(scheme)://\(host)" }
        guard port.first == ":", hasOnly(port.dropFirst(), or: ""), let number = UInt16(port.dropFirst()), number > 0
        else { return nil }
        return origin
    }

    /// Whether a text has no characters but ASCII letters, digits and those given.
    private static func hasOnly(_ text: Substring, or others: String) -> Bool {
        text.utf8.allSatisfy { byte in
            (0x61...0x7a).contains(byte) || (0x30...0x39).contains(byte) || others.utf8.contains(byte)
        }
    }
}
