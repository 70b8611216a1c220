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

    /// The operations of every document whose service the gateway leads to.
    static func all() throws -> [DocumentedOperation] { try of { $0.contains("http://localhost:8000") } }

    /// The operations that have a port of their own and no other way.
    static func ofFaces() throws -> [DocumentedOperation] { try of { !$0.contains("http://localhost:8000") } }

    private static func of(_ servers: ([String]) -> Bool) throws -> [DocumentedOperation] {
        try Documents.openAPI().flatMap { service, text -> [DocumentedOperation] in
            let document = try JSON(parsing: text.utf8)
            guard servers((document["servers"]?.array ?? []).compactMap { $0["url"]?.string }) else { return [] }
            let paths = document["paths"]?.object?.members ?? []
            return paths.flatMap { path in
                (path.value.object?.members ?? []).map { method in
                    DocumentedOperation(method.value, service, method.name.uppercased(), path.name)
                }
            }
        }
    }

    private init(_ document: JSON, _ service: String, _ method: String, _ path: String) {
        (self.service, self.method) = (service, method)
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
