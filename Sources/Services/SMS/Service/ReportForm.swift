import Endpoints

/// The fields of a form (`application/x-www-form-urlencoded`) as they came, empty ones too: a signature is about all of
/// them.
struct ReportForm: Sendable {
    let fields: [(name: String, value: String)]

    /// `nil` for what is no form, or has more than 100 fields.
    init?(_ text: String) {
        var fields: [(String, String)] = []
        for pair in text.split(separator: "&", maxSplits: 101) {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard fields.count < 100, let name = PercentEncoding.decode(halves[0], plusIsSpace: true),
                let value = PercentEncoding.decode(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { return nil }
            fields.append((name, value))
        }
        self.fields = fields
    }

    subscript(_ name: String) -> String? { fields.first { $0.name == name }?.value }
}
