enum LayoutCases {
    static let manifest = """
        {"targets": [
            {"name": "EnrollmentService", "path": "Sources/Services/Enrollment/Service", "dependencies": [
                {"byName": ["Postgres", null]}, {"target": ["LMSAPI", null]},
                {"product": ["Logging", "swift-log", null]}
            ]}
        ]}
        """

    static var all: [SelfTest.Case] {
        let service = "Sources/Services/Enrollment/Service/Roster.swift"
        return [
            .init("Sources/Platform/Utils/Clock.swift", "", finds: "name:1"),
            .init("Sources/Platform/Values/Course+Extensions.swift", "", finds: "name:1"),
            .init("Sources/Platform/Values/BaseHandler.swift", "", finds: "name:1"),
            .init("Sources/Platform/Values/Base64.swift", "enum Base64 {}\nstruct Abstraction {}"),
            .init(
                "Sources/Campus/Seats.swift",
                "final class SeatManager {}\nactor SeatsImpl {}",
                finds: "name:1",
                "name:2"
            ),
            .init("Sources/Services/LMS/Service/Controllers/Course.swift", "", finds: "layer:1"),
            .init("Sources/Services/LMS/Service/Migrations/M0001_CreateCourses.swift", ""),
            .init(
                service,
                """
                import Foundation
                import Logging
                import LMSAPI
                @testable import LMSService
                import struct Crypto.SHA256
                """,
                finds: "boundary:4",
                "manifest:5"
            ),
            .init("Sources/Services/LMS/API/Course.swift", "package import LMSService", finds: "boundary:1"),
            .init("Sources/Platform/Postgres/Pool.swift", "import LMSAPI", finds: "boundary:1"),
            .init("Sources/Campus/Services.swift", "import LMSService\nimport EnrollmentService"),
        ]
    }
}
