import Foundation

/// The package as tidy sees it: its Swift files, the names of its services and its manifest.
struct Tree {
    var files: [SourceFile]
    var manifest: Manifest?

    /// The names of the services, as their folders spell them.
    let services: Set<String>

    init(files: [SourceFile], manifest: Manifest? = nil) {
        self.files = files
        self.manifest = manifest
        services = Set(
            files.compactMap { file in
                let parts = file.path.split(separator: "/")
                return parts.count > 3 && parts[0] == "Sources" && parts[1] == "Services" ? String(parts[2]) : nil
            }
        )
    }

    static func read(package root: String) throws -> Tree {
        var files: [SourceFile] = []
        for top in ["Sources", "Tests", "Benchmarks", "Tools"] {
            let folder = root + "/" + top
            guard FileManager.default.fileExists(atPath: folder) else { continue }
            for path in try FileManager.default.subpathsOfDirectory(atPath: folder).sorted() {
                guard path.hasSuffix(".swift") else { continue }
                let bytes = try Data(contentsOf: URL(fileURLWithPath: folder + "/" + path))
                files.append(SourceFile(path: top + "/" + path, text: String(decoding: bytes, as: UTF8.self)))
            }
        }
        return Tree(files: files)
    }
}
