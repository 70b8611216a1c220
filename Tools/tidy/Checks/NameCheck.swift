func nameFindings(_ file: SourceFile) -> [Finding] {
    var findings: [Finding] = []
    for folder in file.folders {
        if let drawer = drawer(in: folder) {
            findings.append(Finding(.name, file.path, line: 1, "folder \(folder): \(drawer) says nothing"))
        }
    }
    for folder in file.folders.dropFirst(2) where layers.contains(folder.lowercased()) {
        let message = "folder \(folder) is a layer; name it for what a user or an operator would call it"
        findings.append(Finding(.layer, file.path, line: 1, message))
    }
    for part in file.stem.split(separator: "+") {
        if let drawer = drawer(in: part) {
            findings.append(Finding(.name, file.path, line: 1, "file \(file.stem): \(drawer) says nothing"))
        }
    }
    for (keyword, name) in zip(file.code, file.code.dropFirst())
    where keyword.kind == .word && typeKeywords.contains(keyword.text) && name.kind == .word {
        if let drawer = drawer(in: name.text[...]) {
            findings.append(Finding(.name, file.path, line: name.line, "type \(name.text): \(drawer) says nothing"))
        }
    }
    return findings
}

/// The part of a name that could stand before or after any other.
private func drawer(in name: Substring) -> String? {
    for ending in endings where name.hasSuffix(ending) || name == ending.lowercased() { return ending }
    for beginning in ["Base", "Abstract"] where name.hasPrefix(beginning) {
        if name.dropFirst(beginning.count).first?.isUppercase ?? true { return beginning }
    }
    return nil
}

private let endings = [
    "Utils", "Util", "Utilities", "Utility", "Helpers", "Helper", "Common", "Misc", "Managers", "Manager", "Extensions",
    "Impl",
]

private let typeKeywords: Set<String> = ["struct", "class", "enum", "actor", "protocol"]

private let layers: Set<String> = [
    "controllers", "models", "services", "repositories", "entities", "dto", "dtos", "interfaces", "protocols",
    "viewmodels", "handlers", "routes", "types", "structs", "enums",
]
