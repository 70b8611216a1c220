import Endpoints
import EnrollmentAPI
import Values

/// A roster as a spreadsheet that schools open in Excel or LibreOffice.
enum RosterSheet {
    /// The most learners one file holds.
    static let maximumRows = 20_000

    private static let header = [
        "Name", "E-mail", "Status", "Enrolled on", "Guardian", "Guardian's phone", "Guardian's e-mail",
    ]

    static func download(of course: OfferedCourse, _ rows: [RosterRow]) -> Download {
        // Excel takes a file without the mark for the machine's own encoding and spoils every name with an accent.
        var text = "\u{FEFF}" + line(header)
        for row in rows {
            text += line([
                row.name, row.email ?? "", row.status.rawValue, String(Timestamp.text(row.enrolledAt).prefix(10)),
                row.guardianName ?? "", row.guardianPhone ?? "", row.guardianEmail ?? "",
            ])
        }
        return Download(
            mediaType: "text/csv; charset=utf-8",
            fileName: "\(course.title) roster.csv",
            bytes: Array(text.utf8)
        )
    }

    /// One record (RFC 4180).
    private static func line(_ cells: [String]) -> String { cells.map(cell).joined(separator: ",") + "\r\n" }

    /// One field. What begins like a formula gets an apostrophe in front, so that nobody's name runs on a teacher's
    /// machine (OWASP, CSV Injection); a phone number begins so too.
    static func cell(_ value: String) -> String {
        var value = value
        if let first = value.unicodeScalars.first, "=+-@\t\r".unicodeScalars.contains(first) { value = "'" + value }
        guard value.unicodeScalars.contains(where: { ",\"\r\n".unicodeScalars.contains($0) }) else { return value }
        var quoted = String.UnicodeScalarView("\"".unicodeScalars)
        for scalar in value.unicodeScalars {
            // Scalars, because a quotation mark under an accent is still one to whoever reads the file.
            if scalar == "\"" { quoted.append(scalar) }
            quoted.append(scalar)
        }
        quoted.append("\"")
        return String(quoted)
    }
}
