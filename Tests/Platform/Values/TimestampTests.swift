import FoundationEssentials
import Testing
import Values

@Suite("Instants as text", .timeLimit(.minutes(15)))
struct TimestampTests {
    @Test(
        "RFC 3339 is read with any offset",
        arguments: [
            ("2026-11-21T09:30:00Z", 1_795_253_400.0), ("2026-11-21t12:30:00+03:00", 1_795_253_400),
            ("2026-11-20T23:30:00.25-10:00", 1_795_253_400.25), ("1970-01-01T00:00:00Z", 0),
            ("1969-12-31T23:59:59.5Z", -0.5), ("2024-02-29T00:00:00Z", 1_709_164_800),
            ("2000-02-29T12:00:00Z", 951_825_600), ("0001-01-01T00:00:00Z", -62_135_596_800),
            ("9999-12-31T23:59:59Z", 253_402_300_799),
        ]
    )
    func read(text: String, seconds: Double) {
        #expect(Timestamp.date(text) == Date(timeIntervalSince1970: seconds))
    }

    @Test(
        "Anything else, impossible dates included, is refused",
        arguments: [
            "", "2026-11-21", "2026-11-21T09:30:00", "2026-11-21 09:30:00Z", "2026-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2026-13-01T00:00:00Z", "2026-00-01T00:00:00Z", "2026-01-00T00:00:00Z", "2026-04-31T00:00:00Z",
            "2026-01-01T24:00:00Z", "2026-01-01T00:60:00Z", "2026-01-01T00:00:60Z", "2026-01-01T00:00:00.Z",
            "2026-01-01T00:00:00.1234567890Z", "2026-01-01T00:00:00+24:00", "2026-01-01T00:00:00+0300",
            "2026-01-01T00:00:00ZZ", "20260-1-01T00:00:00Z", "+026-01-01T00:00:00Z", "２026-01-01T00:00:00Z",
            "0000-01-01T00:00:00Z",
        ]
    )
    func refused(text: String) {
        #expect(Timestamp.date(text) == nil)
    }

    @Test("Every millisecond survives being read and written")
    func milliseconds() {
        func padded(_ value: Int) -> String { String(String(value + 1000).dropFirst()) }
        for second in ["2026-11-21T09:30:07", "1969-12-31T23:59:58", "2099-12-31T23:59:59"] {
            for millisecond in 0..<1000 {
                let text = "\(second).\(padded(millisecond))Z"
                #expect(Timestamp.date(text).map(Timestamp.text) == text)
            }
        }
    }

    @Test("Every day of four centuries has its own date, in order")
    func days() {
        var previous = ""
        for day in stride(from: -135_140, through: 146_097, by: 1) {
            let date = Date(timeIntervalSince1970: Double(day) * 86_400)
            let text = Timestamp.text(date)
            if text <= previous || Timestamp.date(text) != date { Issue.record("\(text) after \(previous)") }
            previous = text
        }
    }

    @Test("An instant that four digits cannot write becomes the nearest that they can")
    func extremes() {
        #expect(Timestamp.text(.distantFuture.addingTimeInterval(1e15)) == "9999-12-31T23:59:59.999Z")
        #expect(Timestamp.text(.distantPast.addingTimeInterval(-1e15)) == "0001-01-01T00:00:00.000Z")
    }
}
