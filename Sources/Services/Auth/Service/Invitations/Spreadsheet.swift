import Endpoints
import SwiftCSV
package import Values

/// A CSV file with a first row of names, read whole.
package struct Spreadsheet: Sendable {
    /// The names, in lower case.
    package let columns: [String]
    package let rows: [Row]

    /// One row, by the names of its columns.
    package struct Row: Sendable {
        /// The row of names is 1, so this is what a spreadsheet program shows, unless a cell has line breaks.
        package let line: Int
        fileprivate let cells: [String: String]

        /// A cell without blanks around it; `nil` when it is empty or there is no such column.
        package subscript(column: String) -> String? { cells[column] }

        /// The cell as what it should be; an error names the column.
        package func value<Value: TextValue>(_ column: String) throws -> Value? {
            do throws(InvalidValue) {
                return try self[column].map { text throws(InvalidValue) in try Value(parsing: text) }
            } catch {
                throw InvalidValue(error.message, path: [column])
            }
        }
    }

    /// Reads commas, semicolons or tabs, whichever the first row has, as spreadsheet programs write them.
    ///
    /// Throws a `Problem` about `csv` when it is none, has more than `limit` rows, or names a column twice; it names
    /// the line where that is known.
    package init(_ text: String, limit: Int) throws {
        let text = text.first == "\u{feff}" ? String(text.dropFirst()) : text
        // Everything after a quote that is not closed would be one cell.
        guard Self.isClosed(text[...]) else {
            let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
            let line = lines.prefix { Self.isClosed($0) }.count + 1
            throw Problem.invalid("csv", "has a quote that is not closed; look at line \(line)")
        }
        let first = text.prefix { !$0.isNewline }
        let delimiter: CSVDelimiter =
            [CSVDelimiter.comma, .semicolon, .tab].first { first.contains($0.rawValue) } ?? .comma
        let table: [[String]]
        do {
            table = try EnumeratedCSV(string: text, delimiter: delimiter, loadColumns: false).rows
            columns = try EnumeratedCSV(string: String(first), delimiter: delimiter, loadColumns: false).header
                .map { Self.trimmed($0).lowercased().replacing(" ", with: "_") }
        } catch {
            guard let line = Self.firstLine(of: text, refusedWith: delimiter) else {
                throw Problem.invalid("csv", "must be a CSV file in UTF-8 whose first row names the columns")
            }
            let remedy = "put the cell in quotes and write two for one"
            throw Problem.invalid("csv", "has a quote in the middle of a cell in line \(line): \(remedy)")
        }
        for (index, name) in columns.enumerated() where columns[..<index].contains(name) {
            throw Problem.invalid("csv", "names a column twice in line 1; the second is column \(index + 1)")
        }
        guard table.count <= limit else { throw Problem.invalid("csv", "must have at most \(limit) rows") }
        rows = table.enumerated().compactMap { [columns] index, cells in
            let named = zip(columns, cells.map(Self.trimmed)).filter { !$0.1.isEmpty }
            // Spreadsheet programs leave empty rows at the end.
            return named.isEmpty
                ? nil : Row(line: index + 2, cells: Dictionary(named) { first, _ in first })
        }
    }

    private static func isClosed(_ text: Substring) -> Bool {
        text.utf8.count(where: { $0 == UInt8(ascii: "\"") }).isMultiple(of: 2)
    }

    /// Where the first row begins that cannot be read by itself. The reader knows what was wrong, but not where.
    private static func firstLine(of text: String, refusedWith delimiter: CSVDelimiter) -> Int? {
        var row: Substring = ""
        let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
        for (index, line) in lines.enumerated() {
            row = row.isEmpty ? line : "\(row)\n\(line)"
            // Inside quotes the row goes on.
            guard isClosed(row) else { continue }
            if (try? EnumeratedCSV(string: String(row), delimiter: delimiter, loadColumns: false)) == nil {
                return index + 1 - row.count(where: { $0 == "\n" })
            }
            row = ""
        }
        return nil
    }

    private static func trimmed(_ cell: String) -> String {
        var text = cell[...]
        while let first = text.first, first.isWhitespace { text.removeFirst() }
        while let last = text.last, last.isWhitespace { text.removeLast() }
        return String(text)
    }
}
