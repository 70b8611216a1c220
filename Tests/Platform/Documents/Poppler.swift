import Foundation
import Testing

/// What other programs see in a PDF: Poppler's command line tools.
enum Poppler {
    /// The text of all pages, in reading order.
    static func text(_ pdf: [UInt8]) throws -> String {
        String(decoding: try run("pdftotext", ["-", "-"], pdf), as: UTF8.self)
    }

    /// Title, author, dates, page size and so on, as `pdfinfo` prints them.
    static func information(_ pdf: [UInt8]) throws -> String {
        String(decoding: try run("pdfinfo", ["-isodates", "-"], pdf), as: UTF8.self)
    }

    /// The first page in grey at one pixel a point, without smoothing.
    static func pixels(_ pdf: [UInt8]) throws -> Pixels {
        let options = ["-gray", "-r", "72", "-aaVector", "no", "-aa", "no", "-singlefile", "-"]
        let image = try run("pdftoppm", options, pdf)
        // P5 <width> <height> 255, then a byte a pixel.
        let header = image.split(separator: 0x0a, maxSplits: 3)
        let size = String(decoding: header[1], as: UTF8.self).split(separator: " ").compactMap { Int($0) }
        return Pixels(width: try #require(size.first), bytes: Array(header[3]))
    }

    struct Pixels {
        let width: Int
        let bytes: [UInt8]

        func isDark(x: Int, y: Int) -> Bool { bytes[y * width + x] < 128 }
    }

    private static func run(_ tool: String, _ arguments: [String], _ input: [UInt8]) throws -> [UInt8] {
        let file = FileManager.default.temporaryDirectory.appendingPathComponent(UUID().uuidString + ".pdf")
        try Data(input).write(to: file)
        defer { try? FileManager.default.removeItem(at: file) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = [tool] + arguments
        process.standardInput = try FileHandle(forReadingFrom: file)
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let bytes = try output.fileHandleForReading.readToEnd() ?? Data()
        process.waitUntilExit()
        try #require(process.terminationStatus == 0, "\(tool) refused the file")
        return Array(bytes)
    }
}
