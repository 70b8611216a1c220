package import Endpoints

/// The gateway: the one address that clients know. It leads every path to the service it belongs to, in this process or
/// in another, and answers only for itself.
package enum Gateway {
    package static let service = ServiceIdentity(
        "gateway",
        port: 8000,
        purpose: "Leads every request to the service it is for.",
        paths: []
    )
}
