enum ProseCases {
    static var all: [SelfTest.Case] { comments + documentation + tests }

    private static var comments: [SelfTest.Case] {
        let file = "Sources/Campus/Topology.swift"
        return [
            .init(file, "let a = 1 // TODO: more\n/* FIXME */", finds: "later:1", "later:2"),
            .init(file, "// a list of todos is not a marker\nlet a = \"TODO\""),
            .init(file, "// MARK: Ports\n// ======= Ports =======\n////////", finds: "banner:2", "banner:3"),
            .init(
                file,
                "// let a = 1\n// if a {\n// import Foundation",
                finds: "dead-code:1",
                "dead-code:2",
                "dead-code:3"
            ),
            .init(file, "// import first, then ask\n// let it go\n// if nobody asks, nobody waits"),
        ]
    }

    private static var documentation: [SelfTest.Case] {
        let file = "Sources/Services/LMS/API/Course.swift"
        return [
            .init(file, "package struct Course {\n    package let id: Int\n}", finds: "documentation:1"),
            .init(
                file,
                "/// A course that a teacher runs.\n@frozen\npackage struct Course {\n    package init() {}\n}"
            ),
            .init(file, "/// the course\npackage protocol Course {\n}", finds: "documentation:2"),
            .init(file, "/// A course\n/// of a teacher. More.\npackage final class Course {\n}"),
            .init(file, "package enum Tenant {}\npackage typealias A = Int\npackage import Values"),
            .init(file, "extension Course {\n    package static func find() {}\n}", finds: "documentation:2"),
            .init(
                file,
                "/// A.\nstruct A: Sendable {\n    package func find() {}\n}\nenum B<C: Finder> {}",
                finds: "documentation:3"
            ),
            .init(file, "/// A.\npackage struct A: Endpoint {\n    package struct Response {\n    }\n}"),
            .init(file, "extension Course: Finder {\n    package static func find() {}\n}"),
            .init(
                file,
                "/// A course.\npackage struct Course {\n    package static func < (a: A, b: A) -> Bool { true }\n}"
            ),
            .init("Sources/Services/LMS/Service/Course.swift", "package struct Course {\n}"),
            .init("Sources/Platform/Values/Course.swift", "package struct Course {\n}", finds: "documentation:1"),
        ]
    }

    private static var tests: [SelfTest.Case] {
        let file = "Tests/Services/LMS/Courses.swift"
        return [
            .init(file, "@Suite(.timeLimit(.minutes(1))) struct A {\n@Test(\"A course has a title\") func a() {}\n}"),
            .init(file, "@Suite struct A {\n@Test func a() {}\n}", finds: "test-time-limit:1", "test-name:2"),
            .init(file, "extension A { @Suite struct B { @Test(arguments: [1]) func a() {} } }", finds: "test-name:1"),
        ]
    }
}
