/// Every check of every file, less what is waived.
struct Inspection {
    let findings: [Finding]
    let medianLines: Int

    init(_ tree: Tree) {
        let lengths = tree.files.map(\.lines.count).sorted()
        medianLines = lengths.isEmpty ? 0 : lengths[lengths.count / 2]
        var findings = tree.files.flatMap { Self.findings(in: $0, of: tree) }
        findings += manifestFindings(tree)
        if medianLines >= Rule.mostMedianLines {
            let message = "half of the files have \(medianLines) lines or more; split the longest"
            findings.append(Finding(.fileMedian, "Sources", line: 1, message))
        }
        self.findings = findings
    }

    private static func findings(in file: SourceFile, of tree: Tree) -> [Finding] {
        let found =
            sizeFindings(file) + functionFindings(file) + nameFindings(file) + importFindings(file, tree)
            + schemaFindings(file, services: tree.services) + trapFindings(file) + commentFindings(file)
            + documentationFindings(file) + testFindings(file)
        let (kept, waiverFindings) = Waiver.apply(in: file, to: found)
        return (kept + waiverFindings).sorted { $0.line < $1.line }
    }
}
