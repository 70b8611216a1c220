func importFindings(_ file: SourceFile, _ tree: Tree) -> [Finding] {
    let declared = tree.manifest.flatMap { $0.target(of: file.path) }
    return imports(of: file).compactMap { module, line -> Finding? in
        if let reason = forbidden(module, in: file.area, services: tree.services) {
            return Finding(.boundary, file.path, line: line, "imports \(module): \(reason)")
        }
        guard let declared, module != declared.name, !toolchainModules.contains(module),
            !declared.dependencies.contains(where: { $0.name == module })
        else { return nil }
        return Finding(.manifest, file.path, line: line, "\(declared.name) does not declare \(module)")
    }
}

/// The same rules for what the manifest declares, whether or not a file imports it yet.
func manifestFindings(_ tree: Tree) -> [Finding] {
    guard let manifest = tree.manifest else { return [] }
    return manifest.targets.flatMap { target in
        let area = target.path.map { SourceFile(path: $0 + "/x/x.swift", text: "").area } ?? .other
        return target.dependencies.compactMap { dependency -> Finding? in
            guard let reason = forbidden(dependency.name, in: area, services: tree.services) else { return nil }
            return Finding(.boundary, "Package.swift", line: 1, "\(target.name) on \(dependency.name): \(reason)")
        }
    }
}

private func forbidden(_ module: String, in area: SourceFile.Area, services: Set<String>) -> String? {
    let isService = module.hasSuffix("Service") && services.contains(String(module.dropLast(7)))
    let isAPI = module.hasSuffix("API") && services.contains(String(module.dropLast(3)))
    switch area {
    case .platform where isService || isAPI: return "the platform knows no service"
    case .api where isService: return "an API does not know what implements it"
    case .service(let name) where isService && module != name + "Service": return "call its API instead"
    default: return nil
    }
}

private func imports(of file: SourceFile) -> [(module: String, line: Int)] {
    file.code.indices.compactMap { index in
        guard file.code[index].isWord("import"), index + 1 < file.code.count else { return nil }
        let first = file.code[index + 1]
        let isKind = declarationKinds.contains(first.text) && index + 2 < file.code.count
        return (isKind ? file.code[index + 2].text : first.text, first.line)
    }
}

private let toolchainModules: Set<String> = [
    "Swift", "Foundation", "FoundationEssentials", "FoundationNetworking", "Synchronization", "Glibc", "Testing",
    "Dispatch", "RegexBuilder", "PackageDescription",
]

private let declarationKinds: Set<String> = [
    "struct", "class", "enum", "actor", "protocol", "func", "var", "let", "typealias",
]
