import ArgumentParser
import Campus
import Foundation

/// Writes the OpenAPI document of every service, or checks that the ones in a folder are what the code says.
struct OpenAPI: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "openapi",
        abstract: "Write the OpenAPI documents, or check them."
    )

    @Option(help: "The folder to write NAME.json files to.")
    var write: String?

    @Option(help: "The folder whose files must be up to date.")
    var check: String?

    func run() async throws {
        try await Console.run {
            let documents = try Documents.openAPI()
            if let write {
                try FileManager.default.createDirectory(atPath: write, withIntermediateDirectories: true)
                for (name, text) in documents {
                    try Data(text.utf8).write(to: URL(fileURLWithPath: "\(write)/\(name).json"))
                }
                return print("Wrote \(documents.count) documents to \(write).")
            }
            if let check {
                let stale = documents.filter { name, text in
                    (try? Data(contentsOf: URL(fileURLWithPath: "\(check)/\(name).json"))) != Data(text.utf8)
                }
                guard stale.isEmpty else {
                    let names = stale.map(\.name).joined(separator: ", ")
                    throw Failure(message: "\(check) is stale for \(names): run elymica openapi --write \(check)")
                }
                return print("\(documents.count) OpenAPI documents are up to date.")
            }
            for (_, text) in documents { print(text, terminator: "") }
        }
    }
}
