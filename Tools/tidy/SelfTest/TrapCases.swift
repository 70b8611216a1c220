enum TrapCases {
    static var all: [SelfTest.Case] {
        let file = "Sources/Campus/Topology.swift"
        return [
            .init(file, "let a = try! f()\nlet b = c as! Int\nfatalError()", finds: "trap:1", "trap:2", "trap:3"),
            .init(file, "let a = try !f()\nlet b = \"try! as! fatalError()\" // try! nothing\nlet c = d as? Int"),
            .init(file, #"let a = "\(try! f(")"))""#, finds: "trap:1"),
            .init(file, "let a = /try!\"/\nlet b = 1 / 2 / try! f()", finds: "trap:2"),
            .init(file, "preconditionFailure(\"x\") // tidy: allow trap — the switch above is exhaustive"),
            .init("Tests/Journeys/Enrol.swift", "let a = try! f()"),
            .init(file, "Task.detached { }", finds: "detached-task:1"),
            .init(file, "struct A: @unchecked Sendable {}", finds: "unproven:1"),
            .init(file, "// Every access holds the lock.\nstruct A: @unchecked Sendable {}"),
            .init(file, "nonisolated(unsafe) var a = 1", finds: "unproven:1"),
            .init(file, "let a = 1 // tidy: allow trap — there was one here before", finds: "waiver:1"),
            .init(file, "let a = try! f() // tidy: allow trap", finds: "trap:1", "waiver:1"),
            .init(file, "let a = 1 // tidy: allow everything — because it is convenient", finds: "waiver:1"),
        ]
    }
}
