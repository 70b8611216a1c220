import Access
import Endpoints
import FoundationEssentials
import HTTPTypes
import NIOCore
import Synchronization
import TestKit
import Testing
import Values

/// Tells what a form held.
private struct ReadForm: UploadEndpoint {
    static let route = Route.post("/shelf/{shelf}", "Reads a form with files.", success: .created)
    static let access = Access.anyone
    static let form = UploadForm(parts: ["file"], maximumParts: 3, maximumPartBytes: 1 << 18)
    var shelf: String
    var row: Int?

    struct Response: Codable, Sendable { var parts: [String] }
}

/// The example's upload, and what became of it.
private final class Shelf: Sendable {
    let arrived = Mutex(0)
    let refusal = Mutex<String?>(nil)

    var operations: [Endpoints.Operation] {
        [
            Operation(ReadForm.self) { [self] read, form, _ in
                var parts = ["\(read.shelf) \(read.row ?? 0)"]
                do {
                    try await form.parts { part in
                        guard part.name != "note" else { return parts.append("note=\(try await part.text())") }
                        guard part.name != "skip" else { return }
                        var (bytes, sum) = (0, 0)
                        for try await piece in part {
                            bytes += piece.readableBytes
                            sum = piece.readableBytesView.reduce(sum) { ($0 &* 31 &+ Int($1)) & 0xffff_ffff }
                            arrived.withLock { $0 += piece.readableBytes }
                        }
                        parts.append("\(part.name)|\(part.fileName ?? "-")|\(part.mediaType ?? "-")|\(bytes)|\(sum)")
                    }
                } catch {
                    refusal.withLock { $0 = (error as? Problem)?.code ?? "\(error)" }
                    throw error
                }
                return ReadForm.Response(parts: parts)
            }
        ]
    }

    static func sum(_ bytes: [UInt8]) -> Int { bytes.reduce(0) { ($0 &* 31 &+ Int($1)) & 0xffff_ffff } }
}

@Suite("Uploads", .timeLimit(.minutes(5)))
struct UploadTests {
    private static let type = ["Content-Type": "multipart/form-data; boundary=\"x y\""]

    private static func form(_ parts: (head: String, bytes: [UInt8])...) -> [UInt8] {
        parts.flatMap { Array("--x y\r\n\($0.head)\r\n\r\n".utf8) + $0.bytes + Array("\r\n".utf8) }
            + Array("--x y--\r\n".utf8)
    }

    private static func file(_ bytes: [UInt8], name: String = "a.bin") -> (head: String, bytes: [UInt8]) {
        ("Content-Disposition: form-data; name=\"file\"; filename=\"\(name)\"\r\nContent-Type: image/png", bytes)
    }

    @Test("Files and fields are read in order, here and through another process", arguments: [false, true])
    func whole(_ isRemote: Bool) async throws {
        let picture = (0..<200_000).map { UInt8(truncatingIfNeeded: $0 &* 2_654_435_761 >> 7) }
        // What looks nearly like a boundary is content.
        let tricky = Array("\r\n--x \r\n--x z\r\n\r\n--x".utf8)
        let body = Self.form(
            ("content-disposition: form-data; name=note", Array("Habari ya asubuhi – 早上好".utf8)),
            Self.file(picture, name: "picha %22ya%22 早.png"),
            ("Content-Disposition: form-data; name=\"file\"; filename=\"C:\\a\\\"b\"", tricky)
        )
        try await Served.run(operations: Shelf().operations) { served in
            try await served.reached(remotely: isRemote) { served in
                let answer = try await served.anonymous.send("POST", "/shelf/top?row=7", body: body, headers: Self.type)
                #expect(answer.status == 201)
                #expect(
                    answer.json["parts"] == [
                        "top 7", "note=Habari ya asubuhi – 早上好",
                        .string("file|picha \"ya\" 早.png|image/png|200000|\(Shelf.sum(picture))"),
                        .string("file|C:\\a\"b|-|\(tricky.count)|\(Shelf.sum(tricky))"),
                    ]
                )
            }
        }
    }

    @Test("It does not matter where the network cuts a form", arguments: [1, 2, 3, 7, 61])
    func pieces(_ size: Int) async throws {
        let content = Array("\r\n--x\r\n-- hello\r\n".utf8)
        let body =
            Array("preamble\r\n".utf8)
            + Self.form(("Content-Disposition: form-data; name=\"skip\"", content), Self.file(content))
            + Array("epilogue".utf8)
        try await Served.run(operations: Shelf().operations) { served in
            let text = try await RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: Self.head("chunked")))
                for start in stride(from: 0, to: body.count, by: size) {
                    let piece = body[start..<min(start + size, body.count)]
                    var chunk = ByteBuffer(string: String(piece.count, radix: 16) + "\r\n")
                    chunk.writeBytes(piece)
                    chunk.writeString("\r\n")
                    try await outbound.write(chunk)
                }
                try await outbound.write(.init(string: "0\r\n\r\nGET /none HTTP/1.1\r\nHost: a\r\n\r\n"))
                return try await inbound.upTo("404 Not Found")
            }
            #expect(text.contains("file|a.bin|image/png|\(content.count)|\(Shelf.sum(content))"))
        }
    }

    private static func head(_ length: String) -> String {
        "POST /shelf/a HTTP/1.1\r\nHost: a\r\nContent-Type: multipart/form-data; boundary=\"x y\"\r\n"
            + (length == "chunked" ? "Transfer-Encoding: chunked\r\n\r\n" : "Content-Length: \(length)\r\n\r\n")
    }

    @Test("A file is with the handler while the rest is still to come", arguments: [false, true])
    func asItComes(_ isRemote: Bool) async throws {
        let shelf = Shelf()
        let body = Self.form(Self.file(Array(repeating: 7, count: 200_000)))
        try await Served.run(operations: shelf.operations) { served in
            try await served.reached(remotely: isRemote) { served in
                let text = try await RawConnection.open(port: served.port) { inbound, outbound in
                    try await outbound.write(.init(string: Self.head("\(body.count)")))
                    try await outbound.write(.init(bytes: body[..<100_000]))
                    let isThere = try await eventually { shelf.arrived.withLock { $0 > 90_000 } }
                    #expect(isThere)
                    try await outbound.write(.init(bytes: body[100_000...]))
                    return try await inbound.upTo("]}")
                }
                #expect(text.hasPrefix("HTTP/1.1 201"))
                #expect(text.contains("|200000|"))
            }
        }
    }

    @Test("An upload that is cut off is told from a whole one", arguments: [false, true], ["chunked", "500000"])
    func interrupted(_ isRemote: Bool, _ length: String) async throws {
        let shelf = Shelf()
        try await Served.run(operations: shelf.operations) { served in
            try await served.reached(remotely: isRemote) { served in
                try await RawConnection.open(port: served.port) { _, outbound in
                    try await outbound.write(.init(string: Self.head(length)))
                    var piece = ByteBuffer(
                        bytes: Self.form(Self.file(Array(repeating: 7, count: 100_000))).dropLast(20)
                    )
                    if length == "chunked" {
                        piece = ByteBuffer(
                            string: String(piece.readableBytes, radix: 16) + "\r\n" + String(buffer: piece) + "\r\n"
                        )
                    }
                    try await outbound.write(piece)
                    _ = try await eventually { shelf.arrived.withLock { $0 > 90_000 } }
                }
                let code = try await eventually { shelf.refusal.withLock { $0 } == "upload_interrupted" }
                #expect(code, "\(shelf.refusal.withLock { $0 } ?? "nothing")")
            }
        }
    }

    @Test(
        "What is too much or no form is refused with the reason",
        arguments: [
            (form(file([1]), file([2]), file([3]), file([4])), 413, "too_many_files"),
            (
                form(file(Array(repeating: 1, count: 1 << 18)), file(Array(repeating: 1, count: 1 << 18 + 1))), 413,
                "file_too_large"
            ),
            (form(file(Array(repeating: 1, count: 1 << 20))), 413, "upload_too_large"),
            (form(("Content-Disposition: form-data", [])), 400, "malformed_form"),
            (form(("Content-Disposition: attachment; name=\"a\"", [])), 400, "malformed_form"),
            (form(("X: " + String(repeating: "a", count: 9000), [])), 400, "malformed_form"),
            (Array("no form".utf8), 400, "malformed_form"), ([], 400, "malformed_form"),
        ] as [([UInt8], Int, String)]
    )
    func refused(_ body: [UInt8], _ status: Int, _ code: String) async throws {
        try await Served.run(operations: Shelf().operations) { served in
            for isRemote in [false, true] {
                try await served.reached(remotely: isRemote) { served in
                    let answer = try await served.anonymous.send("POST", "/shelf/a", body: body, headers: Self.type)
                    #expect(answer.status == status)
                    #expect(answer.json["code"] == .string(code))
                }
            }
        }
    }

    @Test(
        "A body that says it is something else is refused",
        arguments: [
            "application/json", "multipart/form-data", "multipart/form-data; boundary=\"",
            "multipart/mixed; boundary=a",
            "multipart/form-data; boundary=" + String(repeating: "b", count: 71),
        ]
    )
    func mediaType(_ type: String) async throws {
        try await Served.run(operations: Shelf().operations) { served in
            let answer = try await served.anonymous.send("POST", "/shelf/a", body: [1], headers: ["Content-Type": type])
            #expect(answer.status == 415)
        }
    }

    @Test("A body over a thin line may take longer than its patience, as long as it comes")
    func thinLine() async throws {
        var patience = ConnectionPatience()
        (patience.body, patience.slowestBody) = (.milliseconds(500), 2_000)
        let shelf = Shelf()
        let body = Self.form(Self.file(Array(repeating: 7, count: 40_000)))
        let chosen = patience
        try await Served.run(patience: chosen, operations: shelf.operations) { served in
            let text = try await RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: Self.head("\(body.count)")))
                for start in stride(from: 0, to: body.count, by: 4000) {
                    try await outbound.write(.init(bytes: body[start..<min(start + 4000, body.count)]))
                    try await Task.sleep(for: .milliseconds(100))
                }
                return try await inbound.upTo("]}")
            }
            #expect(text.hasPrefix("HTTP/1.1 201"))
            let stalled = try await RawConnection.open(port: served.port) { inbound, outbound in
                try await outbound.write(.init(string: Self.head("\(body.count)")))
                try await outbound.write(.init(bytes: body[..<2000]))
                return try await inbound.toEnd()
            }
            #expect(stalled.hasPrefix("HTTP/1.1 408"))
        }
    }
}
