import FoundationEssentials
import Testing
import Values

@Suite("Identifiers", .timeLimit(.minutes(15)))
struct IdentifierTests {
    @Test("An identifier is read in either case and written in lower case")
    func text() throws {
        let id = try #require(CourseID("01920000-0000-7ABC-8000-0000000000FF"))
        #expect(id.description == "01920000-0000-7abc-8000-0000000000ff")
        #expect(CourseID(id.description) == id)
        #expect(String(decoding: try JSONWriter().bytes([id]), as: UTF8.self) == "[\"\(id)\"]")
    }

    @Test(
        "Other texts are no identifiers",
        arguments: [
            "", "01920000-0000-7abc-8000-0000000000f", "0192000000007abc80000000000000ff",
            "{01920000-0000-7abc-8000-0000000000}",
            "01920000-0000-7abc-8000-0000000000fg", "0192000-00000-7abc-8000-0000000000ff", "class-1",
        ]
    )
    func refused(text: String) {
        #expect(CourseID(text) == nil)
    }

    @Test("New identifiers are version 7 and sort by the time they were made")
    func version7() {
        let start = Date(timeIntervalSince1970: 1_795_253_400)
        let ids = (0..<500).map { UserID(UUID.version7(at: start.addingTimeInterval(Double($0) / 1_000_000))) }
        let isSorted = ids == ids.sorted()
        #expect(isSorted, "a microsecond apart")
        for id in ids {
            let characters = Array(id.description)
            #expect(characters[14] == "7" && "89ab".contains(characters[19]))
        }
        #expect(ids[0].description.hasPrefix("01a1fd70-f1"))
    }

    @Test("Identifiers made at one instant differ, and no instant is too far away for one")
    func extremes() {
        let date = Date(timeIntervalSince1970: 1_795_253_400)
        #expect(Set((0..<1000).map { _ in UUID.version7(at: date) }).count == 1000)
        #expect(UUID.version7(at: .distantPast).uuidString.hasPrefix("00000000-0000-7000-"))
        #expect(UUID.version7(at: .distantFuture.addingTimeInterval(1e15)).uuidString.hasPrefix("FFFFFFFF-FFFF-7000-"))
    }
}
