import FoundationEssentials
import Testing
import Values

@Suite("UUIDs as text", .timeLimit(.minutes(5)))
struct UUIDTextTests {
    @Test("They are written and read as Foundation does, in either case")
    func roundTrip() {
        for _ in 0..<1000 {
            let uuid = UUID()
            #expect(uuid.lowercased == uuid.uuidString.lowercased())
            #expect(UUID(hexadecimal: uuid.uuidString) == uuid)
            #expect(UUID(hexadecimal: uuid.lowercased) == uuid)
        }
    }

    @Test(
        "What is not 8-4-4-4-12 hexadecimal is no UUID",
        arguments: [
            "", "0", "0192000000007000800000000000000001", "01920000-0000-7000-8000-00000000000",
            "01920000-0000-7000-8000-0000000000011", "01920000-0000-7000-8000_000000000001",
            "01920000-0000-7000-80000-00000000001", "0192000g-0000-7000-8000-000000000001",
            "{1920000-0000-7000-8000-00000000000}", "0192000é-0000-7000-8000-00000000001",
            " 1920000-0000-7000-8000-000000000001",
        ]
    )
    func refused(text: String) {
        #expect(UUID(hexadecimal: text) == nil)
    }
}
