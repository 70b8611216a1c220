import Access
import HTTPTypes
package import Values

/// The OpenAPI 3.1 document of a service, made from its operations: what is served is what is documented.
package enum OpenAPIDocument {
    /// The document as JSON, one member a line, in a stable order: a change of the API is a readable diff.
    ///
    /// `dialect` is the one its errors are written in.
    package static func make(
        for service: ServiceIdentity,
        _ operations: [Operation],
        dialect: Dialect = .portal
    ) throws -> JSON {
        var paths = JSONObject()
        let sorted = operations.sorted { left, right in
            (left.route.path.description, left.route.method.rawValue)
                < (right.route.path.description, right.route.method.rawValue)
        }
        for operation in sorted {
            let path = operation.route.path.description
            var item = paths[path]?.object ?? JSONObject()
            item[operation.route.method.rawValue.lowercased()] = try describe(operation, of: service)
            paths[path] = .object(item)
        }
        return [
            "openapi": "3.1.0",
            "info": [
                "title": .string("Elymica \(service.name)"), "version": "1", "description": .string(service.purpose),
            ],
            "servers": .array(
                [["url": .string("http://localhost:\(service.port)")]]
                    + (service.paths.isEmpty ? [] : [["url": "http://localhost:8000"]])
            ),
            "paths": .object(paths),
            "components": [
                "securitySchemes": ["bearer": ["type": "http", "scheme": "bearer", "bearerFormat": "JWT"]],
                "schemas": ["Problem": dialect.problemSchema],
            ],
        ]
    }

    private static func describe(_ operation: Operation, of service: ServiceIdentity) throws -> JSON {
        let route = operation.route
        var described = JSONObject()
        // An operation that no path at the gateway leads to is at the service's own port only.
        let path = Substring(route.path.description)
        if !service.paths.isEmpty, ServiceDirectory([service]).service(for: path) == nil {
            described["servers"] = [["url": .string("http://localhost:\(service.port)")]]
        }
        described["operationId"] = .string(operation.name)
        described["summary"] = .string(route.summary)
        described["tags"] = [.string(service.name)]
        described["x-dialect"] = .string(route.dialect.name)
        if !route.aliases.isEmpty {
            described["x-aliases"] = .array(route.aliases.map { .string($0.description) })
        }
        described["security"] = operation.access.needsSignIn ? [["bearer": []]] : []
        if case .anyOf(let roles) = operation.access {
            described["x-roles"] = .array(roles.map(\.rawValue).sorted().map(JSON.string))
        }
        described["x-api-key-scope"] = (operation.apiKeyScope?.rawValue).map(JSON.string)
        try describeRequest(operation, into: &described)
        described["responses"] = try responses(operation)
        return .object(described)
    }

    private static func describeRequest(_ operation: Operation, into described: inout JSONObject) throws {
        let route = operation.route
        let schema = try operation.request()
        let required = Set((schema["required"]?.array ?? []).compactMap(\.string))
        var parameters: [JSON] = []
        var body = JSONObject()
        for property in schema["properties"]?.object?.members ?? [] {
            if operation.headerNames.contains(property.name) {
                parameters.append([
                    "name": .string(property.name.replacing("_", with: "-")), "in": "header",
                    "required": .bool(required.contains(property.name)), "schema": property.value,
                ])
                continue
            }
            let inPath = route.path.parameters.contains(property.name)
            guard inPath || !operation.readsObject || operation.queryNames.contains(property.name) else {
                body[property.name] = property.value
                continue
            }
            parameters.append([
                "name": .string(property.name), "in": .string(inPath ? "path" : "query"),
                "required": .bool(inPath || required.contains(property.name)), "schema": property.value,
            ])
        }
        if !route.isSafe {
            parameters.append([
                "name": "Idempotency-Key", "in": "header", "required": false,
                "schema": ["type": "string", "maxLength": 255],
            ])
        }
        if !parameters.isEmpty { described["parameters"] = .array(parameters) }
        if let form = operation.upload { described["requestBody"] = describe(form) }
        guard !body.members.isEmpty else { return }
        let requiredInBody = body.members.map(\.name).filter(required.contains)
        var bodySchema: JSON = ["type": "object", "properties": .object(body)]
        if case .object(var object) = bodySchema, !requiredInBody.isEmpty {
            object["required"] = .array(requiredInBody.map(JSON.string))
            bodySchema = .object(object)
        }
        var content = JSONObject()
        content["application/json"] = ["schema": bodySchema]
        for form in operation.bodyForms {
            let schema: JSON = form == .form ? bodySchema : ["type": "string"]
            content[form.mediaType] = ["schema": schema]
        }
        described["requestBody"] = ["required": .bool(!requiredInBody.isEmpty), "content": .object(content)]
    }

    private static func describe(_ form: UploadForm) -> JSON {
        var parts = JSONObject()
        for name in form.parts { parts[name] = ["type": "string", "contentMediaType": "application/octet-stream"] }
        return [
            "required": true,
            "content": ["multipart/form-data": ["schema": ["type": "object", "properties": .object(parts)]]],
        ]
    }

    private static func responses(_ operation: Operation) throws -> JSON {
        var content = JSONObject()
        switch operation.answer {
        case .json(let schema): content["application/json"] = ["schema": try schema()]
        case .file(let mediaTypes), .stream(let mediaTypes):
            for type in mediaTypes { content[type] = ["schema": ["type": "string", "format": "binary"]] }
        }
        var responses = JSONObject()
        responses[String(operation.route.success.code)] = [
            "description": .string(operation.route.summary), "content": .object(content),
        ]
        var problem = JSONObject()
        problem[operation.route.dialect.problemMediaType] = ["schema": ["$ref": "#/components/schemas/Problem"]]
        responses["default"] = [
            "description": "The request was refused or failed.",
            "content": .object(problem),
        ]
        return .object(responses)
    }
}
