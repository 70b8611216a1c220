import ChatAPI
import Events
import Postgres

extension AuthService {
    /// What administrators and teachers change about the tutor stands in the school's one audit log: a line for each
    /// person it concerns.
    var auditingChatflows: Subscription {
        Subscription("auth.audit_chatflows", to: ChatflowsAdministered.self) { event, delivery, transaction in
            let origin = Origin(
                address: event.address,
                userAgent: event.userAgent,
                requestID: event.requestID,
                at: event.occurredAt
            )
            for subject in event.subjects.isEmpty ? [nil] : event.subjects.map(Optional.some) {
                try transaction.audit(
                    AuditEntry(
                        action: AuditedAction(event.action),
                        actor: event.actorID,
                        subject: subject,
                        detail: event.detail
                    ),
                    in: delivery.tenant,
                    from: origin
                )
            }
        }
    }
}

extension AuditedAction {
    init(_ action: ChatflowsAdministered.Action) {
        self =
            switch action {
            case .chatflowsSynced: .chatflowsSynced
            case .chatflowAssigned: .chatflowAssigned
            case .chatflowUnassigned: .chatflowUnassigned
            case .assignmentsCleaned: .chatflowAssignmentsCleaned
            case .courseTutorChanged: .courseTutorChanged
            case .courseTutorRemoved: .courseTutorRemoved
            }
    }
}
