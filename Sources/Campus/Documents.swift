import Endpoints
import Values

/// Documents made from the code.
package enum Documents {
    /// The OpenAPI document of every service, as text; needs no database.
    package static func openAPI() throws -> [(name: String, text: String)] {
        try Services.described().map { service, operations in
            (service.name, try OpenAPIDocument.make(for: service, operations).indented)
        }
    }
}
