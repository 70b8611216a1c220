import Campus
import Endpoints
import Glibc

/// Ports for a test's own processes.
enum Ports {
    /// A number that, added to the usual ports, gives ports nobody listens on; all below those that connections get.
    static func freeOffset() throws -> Int {
        for _ in 0..<200 {
            let offset = Int.random(in: 2_000..<24_000)
            if ServiceList.installed.allSatisfy({ isFree($0.port + offset) }) { return offset }
        }
        throw Complaint("no free ports were found")
    }

    private static func isFree(_ port: Int) -> Bool {
        let descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        guard descriptor >= 0 else { return false }
        defer { close(descriptor) }
        var address = sockaddr_in()
        address.sin_family = sa_family_t(AF_INET)
        address.sin_port = UInt16(port).bigEndian
        address.sin_addr.s_addr = UInt32(0x7f00_0001).bigEndian
        return withUnsafePointer(to: &address) { pointer in
            pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) {
                bind(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size)) == 0
            }
        }
    }
}
