/// `// tidy: allow <rule> — <reason>`, on the line it is about or above it; above all code, it is for the whole file.
struct Waiver {
    let rules: [String]
    let reason: String
    let line: Int
    let covers: ClosedRange<Int>

    static func all(in file: SourceFile) -> [Waiver] {
        file.comments.compactMap { comment in
            guard let text = textAfterMarker(comment.text) else { return nil }
            let parts = split(text)
            let rules = parts.rules.split(whereSeparator: { $0 == "," || $0 == " " }).map(String.init)
            let isFirst = file.code.first.map { $0.line > comment.line } ?? true
            let next = file.code.first { $0.line >= comment.line }?.line ?? comment.line
            let covers = isFirst ? 1...max(file.lines.count, 1) : comment.line...max(next, comment.line)
            return Waiver(rules: rules, reason: parts.reason, line: comment.line, covers: covers)
        }
    }

    /// What is left of the findings, and what is wrong with the waivers.
    static func apply(in file: SourceFile, to findings: [Finding]) -> (kept: [Finding], waivers: [Finding]) {
        var kept = findings
        var problems: [Finding] = []
        for waiver in all(in: file) {
            if waiver.rules.isEmpty || waiver.reason.count < 10 {
                let message = "write `// tidy: allow <rule> — <reason>`"
                problems.append(Finding(.waiver, file.path, line: waiver.line, message))
                continue
            }
            for name in waiver.rules {
                guard let rule = Rule(rawValue: name) else {
                    problems.append(Finding(.waiver, file.path, line: waiver.line, "there is no rule `\(name)`"))
                    continue
                }
                let left = kept.filter { !waiver.waives($0, rule) }
                if left.count == kept.count {
                    let message = "nothing here breaks `\(name)`; remove the waiver"
                    problems.append(Finding(.waiver, file.path, line: waiver.line, message))
                }
                kept = left
            }
        }
        return (kept, problems)
    }

    private func waives(_ finding: Finding, _ rule: Rule) -> Bool {
        finding.rule == rule && (covers.contains(finding.line) || covers.contains(finding.declaredFrom))
    }

    private static func textAfterMarker(_ comment: String) -> Substring? {
        let text = comment.drop { $0 == "/" }.drop { $0 == " " }
        let marker = "tidy: allow"
        return text.hasPrefix(marker) ? text.dropFirst(marker.count) : nil
    }

    private static func split(_ text: Substring) -> (rules: Substring, reason: String) {
        for separator in [" — ", " – ", " -- ", " - ", ": "] {
            if let range = text.firstRange(of: separator) {
                return (text[..<range.lowerBound], String(text[range.upperBound...]))
            }
        }
        return (text, "")
    }
}
