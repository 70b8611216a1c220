import Endpoints
import Values

/// Documents made from the code.
package enum Documents {
    /// The OpenAPI document of every service and of its other faces, as text; needs no database.
    package static func openAPI() throws -> [(name: String, text: String)] {
        try Services.described().map { service, operations, dialect in
            (service.name, try OpenAPIDocument.make(for: service, operations, dialect: dialect).indented)
        }
    }
}
