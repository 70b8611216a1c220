import Glibc

/// The part of an address that belongs to one subscriber.
struct ClientNetwork: Sendable {
    /// `203.0.113.9`, or the first four groups of an IPv6 address.
    let text: String

    /// `nil` for what is no address.
    init?(_ address: String) {
        var four = in_addr()
        if inet_pton(AF_INET, address, &four) == 1 {
            text = address
            return
        }
        var six = in6_addr()
        // Without the zone of a link-local address.
        guard inet_pton(AF_INET6, String(address.prefix { $0 != "%" }), &six) == 1 else { return nil }
        let bytes = withUnsafeBytes(of: six) { Array($0) }
        if bytes.prefix(12).elementsEqual([0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0xff, 0xff]) {
            // An IPv4 address as a dual-stack socket shows it.
            text = bytes.suffix(4).map(String.init).joined(separator: ".")
        } else {
            text = bytes.prefix(8).map { String($0, radix: 16) }.joined(separator: ":") + "/64"
        }
    }
}
