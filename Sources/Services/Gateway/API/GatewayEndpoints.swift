package import Access
package import Endpoints
import Values

/// What answers at this address (contract section 1.1).
package struct GetGatewayInformation: Endpoint {
    package static let route = Route.get("/", "What answers at this address.")
    package static let access = Access.anyone
    package struct Response: Codable, Sendable {
        package var name: String
        package var service: String
        package var version: String
        package var status: String
        /// Where to look next: a path for each purpose.
        package var links: [String: String]

        package init(name: String, service: String, version: String, status: String, links: [String: String]) {
            (self.name, self.service, self.version) = (name, service, version)
            (self.status, self.links) = (status, links)
        }
    }
    package init() {}
}

/// Every service of the platform and whether it answers (contract section 1.1).
package struct ListServices: Endpoint {
    package static let route = Route.get("/services", "Every service of the platform and whether it answers.")
    package static let access = Access.anyone
    package struct Response: Codable, Sendable {
        package var services: [ServiceListing]
        package var total: Int

        package init(services: [ServiceListing]) {
            self.services = services
            total = services.count
        }
    }
    package init() {}
}

/// One service in the gateway's list.
package struct ServiceListing: Codable, Sendable {
    package var name: String
    package var port: Int
    package var purpose: String
    /// The paths that lead to it.
    package var paths: [String]
    package var status: Status

    /// How a service is, as the gateway sees it.
    package enum Status: String, Codable, Sendable, CaseIterable {
        case running
        /// Installed, but it does not answer.
        case unreachable
        /// Not part of this version of the program.
        case notInstalled = "not_installed"
    }

    package init(_ service: ServiceIdentity, status: Status) {
        (name, port, purpose, paths) = (service.name, service.port, service.purpose, service.paths)
        self.status = status
    }
}
