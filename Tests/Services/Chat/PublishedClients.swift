import CampusTestKit
import Foundation
import Values

/// The clients that people install: `openai` and `flowise` from PyPI, which `Scripts/setup.sh` puts into
/// `.build/clients`.
enum PublishedClients {
    private static var python: String {
        URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path + "/.build/clients/bin/python"
    }

    /// Runs a script to its end, and parses the JSON that it prints.
    static func run(
        _ script: String,
        _ arguments: String...,
        within limit: Duration = .seconds(90)
    ) async throws -> JSON {
        guard FileManager.default.isExecutableFile(atPath: python) else {
            throw DidNotHappen(description: "run Scripts/setup.sh tests: there is no \(python)")
        }
        let directory = FileManager.default.temporaryDirectory.path + "/elymica-clients-\(UUID().uuidString)"
        try FileManager.default.createDirectory(atPath: directory, withIntermediateDirectories: true)
        defer { try? FileManager.default.removeItem(atPath: directory) }
        let (output, complaints) = (directory + "/output", directory + "/complaints")
        for file in [output, complaints] { _ = FileManager.default.createFile(atPath: file, contents: nil) }
        let process = Process()
        process.executableURL = URL(fileURLWithPath: python)
        process.arguments = ["-c", script] + arguments
        process.environment = ["PATH": "/usr/bin:/bin", "HOME": directory, "NO_PROXY": "*"]
        // A child that has a pipe of ours would be waited for by whoever reads what the tests print.
        process.standardInput = FileHandle.nullDevice
        process.standardOutput = FileHandle(forWritingAtPath: output)
        process.standardError = FileHandle(forWritingAtPath: complaints)
        try process.run()
        let deadline = ContinuousClock.now + limit
        while process.isRunning {
            guard ContinuousClock.now < deadline else {
                kill(process.processIdentifier, SIGKILL)
                throw DidNotHappen(description: "the client did not end within \(limit)")
            }
            try await Task.sleep(for: .milliseconds(20))
        }
        let printed = try Data(contentsOf: URL(fileURLWithPath: output))
        guard process.terminationStatus == 0, let json = try? JSON(parsing: Array(printed)) else {
            let said = (try? String(contentsOfFile: complaints, encoding: .utf8)) ?? ""
            throw DidNotHappen(description: "the client ended with \(process.terminationStatus): \(said.suffix(2000))")
        }
        return json
    }
}
