import Campus
import Values

/// An operation as its service's OpenAPI document describes it.
struct DocumentedOperation: Sendable {
    let service: String
    let name: String
    let method: String
    /// The route's own path, then every other one that leads to it.
    let paths: [String]
    let needsSignIn: Bool
    let members: [Member]
    /// Whether the gateway leads to it.
    let isAtGateway: Bool

    /// Something a request carries.
    struct Member: Sendable {
        let name: String
        let place: Place
        let isRequired: Bool
        let schema: JSON
    }

    /// Where a request carries it.
    enum Place: String, Sendable {
        case path
        case query
        case body
    }

    /// Whether whoever calls it is signed out afterwards, everywhere: it names nothing, and would end the test.
    var endsOwnSessions: Bool { ["RevokeAllSessions", "DeleteSessions"].contains(name) }

    /// Whether it is for the platform's administrators to act on other schools.
    var actsAcrossSchools: Bool { name == "SetTenantStatus" }

    /// The operations that the gateway leads to.
    static func all() throws -> [DocumentedOperation] { try documented().filter(\.isAtGateway) }

    /// The operations that have a port of their own and no other way.
    static func ofFaces() throws -> [DocumentedOperation] { try documented().filter { !$0.isAtGateway } }

    private static func documented() throws -> [DocumentedOperation] {
        try Documents.openAPI().flatMap { service, text -> [DocumentedOperation] in
            let document = try JSON(parsing: text.utf8)
            let paths = document["paths"]?.object?.members ?? []
            return paths.flatMap { path in
                (path.value.object?.members ?? []).map { method in
                    let servers = method.value["servers"] ?? document["servers"]
                    return DocumentedOperation(method.value, service, method.name.uppercased(), path.name, at: servers)
                }
            }
        }
    }

    private init(_ document: JSON, _ service: String, _ method: String, _ path: String, at servers: JSON?) {
        (self.service, self.method) = (service, method)
        isAtGateway = (servers?.array ?? []).contains { $0["url"] == "http://localhost:8000" }
        name = document["operationId"]?.string ?? ""
        paths = [path] + (document["x-aliases"]?.array ?? []).compactMap(\.string)
        needsSignIn = document["security"]?.array?.isEmpty == false
        let parameters = (document["parameters"]?.array ?? []).compactMap { parameter -> Member? in
            guard let place = parameter["in"]?.string.flatMap(Place.init), let name = parameter["name"]?.string else {
                return nil
            }
            let isRequired = parameter["required"]?.bool == true
            return Member(name: name, place: place, isRequired: isRequired, schema: parameter["schema"] ?? [:])
        }
        let body = document["requestBody"]?["content"]?["application/json"]?["schema"]
        let required = (body?["required"]?.array ?? []).compactMap(\.string)
        members =
            parameters
            + (body?["properties"]?.object?.members ?? []).map { property in
                let isRequired = required.contains(property.name)
                return Member(name: property.name, place: .body, isRequired: isRequired, schema: property.value)
            }
    }
}
