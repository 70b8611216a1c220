import Endpoints

/// How `elymica up` and `elymica serve` were started.
package struct LaunchOptions: Sendable {
    /// Seed the demo schools; on a loopback address only.
    package var demo = false
    package var dataDirectory = "data"
    /// Added to every port.
    package var portOffset = 0
    /// Only the gateway listens.
    package var singlePort = false
    package var host = "127.0.0.1"
    /// The services to run; `nil` runs all.
    package var services: [String]?

    package init() {}

    /// Refuses what cannot be or must not be.
    package func validate() throws {
        guard (-1023...57_000).contains(portOffset) else {
            throw InvalidSetting(name: "--port-offset", reason: "must leave every port between 1 and 65535")
        }
        if demo, !["127.0.0.1", "::1", "localhost"].contains(host) {
            throw InvalidSetting(
                name: "--demo",
                reason: "opens schools with a known password, so it listens on 127.0.0.1 only"
            )
        }
        for name in services ?? [] where !ServiceList.installed.contains(where: { $0.name == name }) {
            let known = ServiceList.installed.map(\.name).joined(separator: ", ")
            throw InvalidSetting(name: name, reason: "there is no such service; there are \(known)")
        }
    }

    /// Whether that service runs in this process.
    func runs(_ name: String) -> Bool { services?.contains(name) ?? true }

    func port(of port: Int) -> Int { port + portOffset }
}
