import Access
import ChatAPI
import Endpoints
import Events
import Postgres
import Values

extension Transaction {
    /// Has a change written into the school's audit log, which is another service's: announced with the change itself.
    func tell(
        _ action: ChatflowsAdministered.Action,
        _ detail: String,
        about people: [Email] = [],
        of call: Call
    ) throws {
        try announce(
            ChatflowsAdministered(
                action,
                by: call.caller.userID,
                about: people,
                detail: detail,
                address: call.remoteAddress,
                userAgent: call.userAgent,
                requestID: call.requestID,
                at: call.now
            )
        )
    }
}
