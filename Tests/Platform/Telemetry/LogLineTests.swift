import Foundation
import Glibc
import Logging
import Telemetry
import Testing
import Values

/// A log file that a logger writes and the test reads back.
private final class LogFile {
    let path = NSTemporaryDirectory() + "log-\(UUID().uuidString)"
    let output: LogOutput
    private let descriptor: Int32

    init() {
        descriptor = open(path, O_CREAT | O_WRONLY | O_APPEND, 0o600)
        output = LogOutput(descriptor: descriptor)
    }

    deinit {
        close(descriptor)
        unlink(path)
    }

    func logger(_ level: Logger.Level = .info) -> Logger {
        let output = output
        return Logger(label: "elymica.test") { JSONLogHandler(label: $0, output: output, level: level) }
    }

    var lines: [String] {
        let text = (try? String(contentsOfFile: path, encoding: .utf8)) ?? ""
        return text.split(separator: "\n", omittingEmptySubsequences: false).dropLast().map(String.init)
    }

    func records() throws -> [JSON] { try lines.map { try JSON(parsing: Array($0.utf8)) } }
}

@Suite("JSON log lines", .timeLimit(.minutes(15)))
struct LogLineTests {
    @Test("A record is one JSON object on one line with time, level, message and logger")
    func plainRecord() throws {
        let file = LogFile()
        file.logger().notice("started", metadata: ["port": "8000", "paths": ["a", "b"], "disk": ["free": "12"]])
        let record = try #require(try file.records().first)
        #expect(file.lines.count == 1)
        #expect(record["level"] == "notice")
        #expect(record["message"] == "started")
        #expect(record["logger"] == "elymica.test")
        #expect(record["port"] == "8000")
        #expect(record["paths"] == ["a", "b"])
        #expect(record["disk"] == ["free": "12"])
        let time = try #require(record["ts"]?.string)
        #expect(time.hasSuffix("Z") && time.utf8.count == 24 && Timestamp.date(time) != nil)
    }

    @Test(
        "No text forges a second record, a member or a terminal command",
        arguments: [
            "x\n{\"level\":\"info\"}", "x\",\"user_id\":\"root", "\u{1b}[2J", "a\r\nb", "\u{2028}", "\u{85}",
            "\u{202e}txt", "\\",
            "\0", "é😀",
        ]
    )
    func forging(text: String) throws {
        let file = LogFile()
        file.logger().info("\(text)", metadata: ["\(text)": "\(text)"])
        let line = try #require(file.lines.first)
        #expect(file.lines.count == 1)
        #expect(!line.unicodeScalars.contains { $0.value < 0x20 || (0x7f...0x9f).contains($0.value) })
        let record = try JSON(parsing: Array(line.utf8))
        #expect(record["message"]?.string == text)
        #expect(record[text]?.string == text)
        #expect(record.object?.members.count == 5)
    }

    @Test("Secrets are redacted by name, however deep and however spelled, and other names are not")
    func redaction() throws {
        let file = LogFile()
        let secret: Logger.MetadataValue = "hunter2"
        file.logger().info(
            "m",
            metadata: [
                "password": secret, "newPassword": secret, "refresh_token": secret, "Authorization": secret,
                "Set-Cookie": secret, "OTPCode": secret, "client.secret": secret, "api_key": secret,
                "headers": ["cookie": secret, "list": [["token": secret]]],
                "author": "amina", "hotpath": "yes", "key": "k", "body": "b",
            ]
        )
        #expect(!file.lines.joined().contains("hunter2"))
        let record = try #require(try file.records().first)
        #expect(record["author"] == "amina")
        #expect(record["hotpath"] == "yes")
        #expect(record["key"] == "k")
        #expect(record["body"] == "b")
        #expect(record["headers"] == ["cookie": "[redacted]", "list": [["token": "[redacted]"]]])
    }

    @Test("Metadata cannot take the place of the record's own members")
    func reservedNames() throws {
        let file = LogFile()
        file.logger().info("real", metadata: ["message": "false", "level": "debug"])
        let record = try #require(try file.records().first)
        #expect(record["message"] == "real")
        #expect(record["level"] == "info")
        #expect(record["meta_message"] == "false")
        #expect(record["meta_level"] == "debug")
    }

    @Test("Every record says whose request it belongs to")
    func context() async throws {
        let file = LogFile()
        let (tenant, user) = (TenantID(), UserID())
        let context = RequestContext(proposedID: "req-7", tenantID: tenant, userID: user)
        let logger = file.logger()
        await context.run { await Task { logger.info("m") }.value }
        logger.info("outside")
        let records = try file.records()
        #expect(records[0]["request_id"] == "req-7")
        #expect(records[0]["trace_id"]?.string == context.trace.traceID.description)
        #expect(records[0]["span_id"]?.string == context.trace.spanIDText)
        #expect(records[0]["tenant_id"]?.string == tenant.description)
        #expect(records[0]["user_id"]?.string == user.description)
        #expect(records[1]["request_id"] == nil)
    }

    @Test("A huge record is cut to a bounded line that is still JSON")
    func bounds() throws {
        let file = LogFile()
        var deep: Logger.MetadataValue = "x"
        for _ in 0..<1000 { deep = ["n": deep] }
        let long = String(repeating: "é", count: 1_000_000)
        let many = Dictionary(uniqueKeysWithValues: (0..<5000).map { ("k\($0)", Logger.MetadataValue.string("v")) })
        file.logger().info("\(long)", metadata: ["deep": deep, "many": .dictionary(many)])
        file.logger().info("m", metadata: ["list": .array(Array(repeating: "e", count: 10_000))])
        #expect(try file.records().count == 2)
        #expect(file.lines.allSatisfy { $0.utf8.count < 40_000 })
        #expect(try file.records()[0]["message"]?.string?.hasSuffix("…[cut]") == true)
    }

    @Test("Lines of tasks that log at once never mix")
    func concurrency() async throws {
        let file = LogFile()
        let logger = file.logger()
        await withTaskGroup { group in
            for task in 0..<8 {
                group.addTask {
                    for index in 0..<200 {
                        logger.info(
                            "m",
                            metadata: ["n": "\(task)-\(index)", "fill": "\(String(repeating: "f", count: 6000))"]
                        )
                    }
                }
            }
        }
        let numbers = try file.records().compactMap { $0["n"]?.string }
        #expect(Set(numbers).count == 1600)
    }

    @Test("A reader that went away costs lines, not requests")
    func lostReader() {
        let output = LogOutput(descriptor: -1)
        Logger(label: "x") { JSONLogHandler(label: $0, output: output) }.info("m")
        #expect(output.droppedLines == 1)
    }

    @Test("The level is each logger's own")
    func levels() {
        let file = LogFile()
        var verbose = file.logger()
        let quiet = verbose
        verbose.logLevel = .debug
        verbose.debug("seen")
        quiet.debug("unseen")
        #expect(file.lines.count == 1)
    }
}
