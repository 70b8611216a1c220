/// Text for a mail's head: names and titles come from people, and a header is one line of limited length.
enum HeaderText {
    /// The text on one line, without control characters and those that turn the direction of what follows, cut after
    /// `limit` scalars.
    static func cleaned(_ text: String, limit: Int) -> String {
        var clean = String.UnicodeScalarView()
        for scalar in text.unicodeScalars {
            switch scalar.properties.generalCategory {
            case .control, .lineSeparator, .paragraphSeparator: clean.append(" ")
            default:
                let turns = (0x202a...0x202e).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value)
                if !turns { clean.append(scalar) }
            }
            if clean.count == limit { break }
        }
        return String(clean)
    }
}
