import AuthAPI
import Crypto
import Events
import FoundationEssentials
import Postgres
import Values

extension Transaction {
    /// Mails somebody who signed in with something they have not used before; not about the first thing ever.
    func noticeDevice(of user: User, from origin: Origin) throws {
        let device = Device(origin)
        struct Seen: Decodable {
            var isKnown: Bool
            var knowsOthers: Bool
        }
        let seen: Seen? = try first(
            """
            with known as (
                select device from auth.known_devices where tenant_id = \(user.tenantID) and user_id = \(user.id)
            ), noted as (
                insert into auth.known_devices (tenant_id, user_id, device, first_seen_at, last_seen_at)
                values (\(user.tenantID), \(user.id), \(device.digest), \(origin.instant), \(origin.instant))
                on conflict (tenant_id, user_id, device) do update set last_seen_at = excluded.last_seen_at
            )
            select coalesce(bool_or(device = \(device.digest)), false) as is_known, count(*) > 0 as knows_others
            from known
            """
        )
        guard let seen, !seen.isKnown, seen.knowsOthers else { return }
        var mail = AccountMailRequested(.newDevice, to: user)
        (mail.device, mail.occurredAt) = (device.name, origin.instant)
        try announce(mail)
    }
}

/// What somebody signs in with, as coarse as it may be without being useless: the kind of browser and system, and the
/// network of the provider.
///
/// No cookie is needed, and a browser's update or a phone's next address on the same mobile network is nothing new: an
/// IPv4 address counts by its first 16 bits, an IPv6 address by its first 32. Through a portal everybody comes from the
/// portal's server, so there it says little.
struct Device: Hashable, Sendable {
    let name: String
    let network: String

    init(_ origin: Origin) {
        name = DeviceName.describe(origin.userAgent)
        network = Self.network(of: origin.address ?? "")
    }

    /// What is stored: nobody reads from it where somebody was.
    var digest: [UInt8] { Array(SHA256.hash(data: Array("\(name)\n\(network)".utf8))) }

    /// The digest in hexadecimal, as PostgreSQL's `encode` writes it.
    var text: String { digest.hexadecimal }

    static func network(of address: String) -> String {
        let isMapped = address.lowercased().hasPrefix("::ffff:") && address.contains(".")
        let plain = isMapped ? address.dropFirst(7) : address[...]
        let separator: Character = plain.contains(":") ? ":" : "."
        let parts = plain.split(separator: separator, omittingEmptySubsequences: false)
        return parts.prefix(2).joined(separator: String(separator))
    }
}
