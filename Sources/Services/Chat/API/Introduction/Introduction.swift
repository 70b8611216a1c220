package import Access
package import Endpoints

/// Who answers here (C1).
package struct GetChatIntroduction: Endpoint {
    package static let route = Route.get("/", "Who answers here.", dialect: .chatProxy)
    package static let access = Access.anyone

    package init() {}

    package struct Response: Codable, Sendable {
        package var message = "Flowise Proxy Service"
        package var version = ChatRelease.version
        package var status = "running"

        package init() {}
    }
}

/// What the service says of itself, in the words that scripts of the chat platform know.
package enum ChatRelease {
    package static let service = "flowise-proxy-service"
    package static let version = "1.0.0"
}

/// What there is here (C4). Says whether Flowise is set up, never where it is.
package struct GetChatInformation: Endpoint {
    package static let route = Route.get("/info", "What there is here.", dialect: .chatProxy)
    package static let access = Access.anyone

    package init() {}

    package struct Response: Codable, Sendable {
        package var service = ChatRelease.service
        package var version = ChatRelease.version
        /// `configured` or `not configured`.
        package var flowiseURL: String
        package var debug = false
        /// Where each purpose's paths begin.
        package var endpoints = [
            "authentication": "/api/v1/chat/authenticate", "chatflows": "/api/v1/chatflows",
            "prediction": "/api/v1/chat/predict", "credits": "/api/v1/chat/credits",
        ]

        package init(hasFlowise: Bool) { flowiseURL = hasFlowise ? "configured" : "not configured" }
    }
}

/// The operations of this service (OpenAPI 3.1).
package struct GetChatDocument: DownloadEndpoint {
    package static let route = Route.get("/openapi.json", "The operations of this service.", dialect: .chatProxy)
    package static let access = Access.anyone
    package static let mediaTypes = ["application/json"]

    package init() {}
}

/// The operations of this service as a page that loads nothing from elsewhere (C5).
package struct ShowChatDocumentation: DownloadEndpoint {
    package static let route = Route.get(
        "/docs",
        "The operations of this service as a page.",
        dialect: .chatProxy,
        aliases: ["/redoc"]
    )
    package static let access = Access.anyone
    package static let mediaTypes = ["text/html"]

    package init() {}
}
