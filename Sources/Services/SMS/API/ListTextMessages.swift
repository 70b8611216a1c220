package import Access
package import Endpoints
package import Values

/// The text messages of the school, newest first: to whom, how far, at what cost. Never what they said.
package struct ListTextMessages: Endpoint {
    package static let route = Route.get("/api/sms/messages", "The school's text messages, newest first.")
    package static let access = Access.roles(.admin)

    package var status: TextMessageStatus?
    package var userID: UserID?
    package var page: PageNumber?
    /// 50 unless told.
    package var limit: PageLimit?

    package init(status: TextMessageStatus? = nil, userID: UserID? = nil) {
        (self.status, self.userID) = (status, userID)
    }

    package struct Response: Codable, Sendable {
        package var messages: [TextMessage]
        /// How many there are in all.
        package var total: Int

        package init(messages: [TextMessage], total: Int) { (self.messages, self.total) = (messages, total) }
    }
}
