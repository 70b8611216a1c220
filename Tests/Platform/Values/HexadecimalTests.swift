import Testing
import Values

@Suite("Hexadecimal", .timeLimit(.minutes(5)))
struct HexadecimalTests {
    @Test("Two lower-case digits a byte")
    func digits() {
        #expect([UInt8]().hexadecimal == "")
        #expect([0x00, 0x0a, 0x9f, 0xff].hexadecimal as String == "000a9fff")
    }
}
