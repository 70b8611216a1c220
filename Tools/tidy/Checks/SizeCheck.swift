func sizeFindings(_ file: SourceFile) -> [Finding] {
    var findings: [Finding] = []
    if file.lines.count > Rule.mostFileLines {
        let message = "\(file.lines.count) lines, at most \(Rule.mostFileLines); split it by noun or verb"
        findings.append(Finding(.fileLength, file.path, line: Rule.mostFileLines + 1, message))
    }
    for (index, line) in file.lines.enumerated() where line.utf8.count > Rule.mostLineCharacters {
        let characters = line.count
        guard characters > Rule.mostLineCharacters else { continue }
        let message = "\(characters) characters, at most \(Rule.mostLineCharacters)"
        findings.append(Finding(.lineLength, file.path, line: index + 1, message))
    }
    return findings
}
