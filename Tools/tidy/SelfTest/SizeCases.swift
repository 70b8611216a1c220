enum SizeCases {
    static var all: [SelfTest.Case] {
        let file = "Sources/Campus/Topology.swift"
        return [
            .init(file, lines(400)),
            .init(file, lines(401), finds: "file-length:401"),
            .init(
                file,
                "// tidy: allow file-length — one table of the standard, easier to compare whole\n" + lines(400)
            ),
            .init(file, "let a = \"" + String(repeating: "é", count: 110) + "\""),
            .init(file, "let a = \"" + String(repeating: "e", count: 111) + "\"", finds: "line-length:1"),
            .init(file, function(bodyLines: 58)),
            .init(file, function(bodyLines: 59), finds: "function-length:1"),
            .init(file, "protocol Door {\n    func open(_ a: Int) -> Int\n    func close()\n}\n" + lines(70)),
            .init(file, "struct A { init() {\n" + lines(60) + "} }", finds: "function-length:1"),
            .init(file, "func f(a: Int, b: [Int: Int], c: (Int, Int), d: Map<Int, Int>, e: Int,) {}"),
            .init(file, "func f<A, B>(a: A, b: B, c: Int, d: Int, e: Int, f: Int = 1) {}", finds: "parameter-count:1"),
            .init(file, "static func < (left: Self, right: Self) -> Bool { true }"),
            .init(
                file,
                """
                struct Seat {
                    init(a: Int, b: Int, c: Int, d: Int, e: Int, f: Int) {
                        self.a = a
                        (self.b, self.c) = (b, c)
                    }
                }
                """
            ),
            .init(
                file,
                """
                // tidy: allow parameter-count — the six fields of the record
                @discardableResult
                func record(a: Int, b: Int, c: Int, d: Int, e: Int, f: Int) -> Int { 1 }
                """
            ),
        ]
    }

    private static func lines(_ count: Int) -> String { String(repeating: "let a = 1\n", count: count) }

    private static func function(bodyLines: Int) -> String {
        "func f() async throws -> Int {\n" + lines(bodyLines) + "}"
    }
}
