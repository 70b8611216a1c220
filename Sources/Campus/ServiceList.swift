import AccountingAPI
import AuthAPI
import CertificateAPI
import ChatAPI
import ContentAPI
package import Endpoints
import EnrollmentAPI
import GatewayAPI
import LMSAPI
import NotificationAPI
import SMSAPI

/// Every service of the platform: name, port, and the paths that lead to it.
package enum ServiceList {
    /// The services this version has, the gateway first.
    package static let installed: [ServiceIdentity] = [
        Gateway.service, Auth.service, LMS.service, Content.service, Enrollments.service, Notification.service,
        Certificate.service, SMS.service, Accounting.service, Chat.service,
    ]

    /// Those that have a name, a port and a place in the clients' paths, but no code yet: the gateway says so instead
    /// of pretending that their paths do not exist.
    static let announced: [ServiceIdentity] = [
        ServiceIdentity("assignment", port: 8017, purpose: "Assignments and submissions.", paths: ["/api/assignments"]),
        ServiceIdentity("grading", port: 8018, purpose: "Grades and the gradebook.", paths: ["/api/grading"]),
        ServiceIdentity(
            "scheduling",
            port: 8019,
            purpose: "Class sessions and attendance.",
            paths: ["/api/scheduling"]
        ),
        ServiceIdentity("forum", port: 8020, purpose: "Discussions.", paths: ["/api/forum"]),
        ServiceIdentity("websocket", port: 8015, purpose: "News in real time.", paths: ["/api/ws"]),
        ServiceIdentity("search", port: 8016, purpose: "Full-text search.", paths: ["/api/search"]),
        ServiceIdentity("analytics", port: 8024, purpose: "Progress and attendance.", paths: ["/api/analytics"]),
        ServiceIdentity(
            "reports",
            port: 8025,
            purpose: "Report cards and compliance reports.",
            paths: ["/api/reports"]
        ),
        ServiceIdentity("integration", port: 8028, purpose: "Third parties.", paths: ["/api/integration"]),
        ServiceIdentity("admin", port: 8029, purpose: "Administration.", paths: ["/api/admin", "/api/compliance"]),
        ServiceIdentity("payment", port: 3017, purpose: "School fees.", paths: ["/api/payments"]),
        ServiceIdentity("dashboard", port: 3000, purpose: "Pages for administrators.", paths: []),
    ]

    /// The gateway's routing table.
    package static let directory = ServiceDirectory(installed + announced)
}
