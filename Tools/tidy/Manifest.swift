import Foundation

/// What `swift package dump-package` says of the targets.
struct Manifest: Decodable {
    let targets: [Target]

    struct Target: Decodable {
        let name: String
        let path: String?
        let dependencies: [Dependency]
    }

    /// A module that a target may import; a product carries the name of its module.
    struct Dependency: Decodable {
        let name: String

        init(from decoder: any Decoder) throws {
            let container = try decoder.container(keyedBy: Kind.self)
            guard let kind = container.allKeys.first else {
                throw DecodingError.dataCorrupted(
                    .init(codingPath: decoder.codingPath, debugDescription: "a dependency of no known kind")
                )
            }
            var parts = try container.nestedUnkeyedContainer(forKey: kind)
            name = try parts.decode(String.self)
        }

        private enum Kind: String, CodingKey { case byName, target, product }
    }

    /// The target that the file at this path belongs to.
    func target(of path: String) -> Target? {
        targets.first { target in target.path.map { path.hasPrefix($0 + "/") } ?? false }
    }

    static func decode(_ json: Data) throws -> Manifest { try JSONDecoder().decode(Manifest.self, from: json) }

    /// Asks SwiftPM, for all targets whatever subset of the tests the environment selects.
    static func dump(package root: String) throws -> Manifest {
        let process = Process()
        process.executableURL = URL(fileURLWithPath: "/usr/bin/env")
        process.arguments = ["swift", "package", "--package-path", root, "dump-package"]
        process.environment = ProcessInfo.processInfo.environment.filter { $0.key != "ELYMICA_TESTS" }
        let output = Pipe()
        process.standardOutput = output
        try process.run()
        let json = output.fileHandleForReading.readDataToEndOfFile()
        process.waitUntilExit()
        guard process.terminationStatus == 0 else { throw Unreadable(root: root) }
        return try decode(json)
    }

    struct Unreadable: Error, CustomStringConvertible {
        let root: String
        var description: String { "swift package dump-package failed in \(root)" }
    }
}
