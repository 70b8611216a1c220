/// One place that breaks a rule.
struct Finding: CustomStringConvertible {
    let path: String
    let line: Int
    /// Where the declaration that the finding is about starts: a waiver above it counts.
    let declaredFrom: Int
    let rule: Rule
    let message: String

    init(_ rule: Rule, _ path: String, line: Int, declaredFrom: Int? = nil, _ message: String) {
        self.path = path
        self.line = line
        self.declaredFrom = declaredFrom ?? line
        self.rule = rule
        self.message = message
    }

    var description: String { "\(path):\(line): \(rule.rawValue): \(message)" }
}
