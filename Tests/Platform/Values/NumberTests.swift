import Testing
import Values

@Suite("Numbers from outside", .timeLimit(.minutes(15)))
struct NumberTests {
    @Test("A bounded number accepts its bounds and refuses what lies beyond")
    func bounds() throws {
        #expect(try PageLimit(1).value == 1)
        #expect(try PageLimit(100).value == 100)
        for value in [0, 101, -1, .max, .min] {
            #expect(throws: InvalidValue("must be between 1 and 100")) { try PageLimit(value) }
        }
        #expect(throws: InvalidValue("must be between 1 and 100", path: ["0"])) {
            try JSONReader().value([PageLimit].self, from: "[500]".utf8)
        }
    }

    @Test(
        "A share is a percentage with one decimal between 0 and 100",
        arguments: [(1, 3, 33.3), (2, 3, 66.7), (0, 0, 0.0), (5, 4, 100.0), (-1, 4, 0.0), (1, -1, 0.0)]
    )
    func percentages(part: Int, whole: Int, expected: Double) {
        #expect(Percentage(part, of: whole).value == expected)
    }

    @Test("A percentage beyond 100 is refused")
    func percentageFromOutside() throws {
        #expect(try JSONReader().value([Percentage].self, from: "[0,99.5,100]".utf8).map(\.value) == [0, 99.5, 100])
        #expect(throws: InvalidValue("must be between 0 and 100", path: ["0"])) {
            try JSONReader().value([Percentage].self, from: "[100.1]".utf8)
        }
    }
}
