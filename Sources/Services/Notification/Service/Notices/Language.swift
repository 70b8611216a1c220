/// A language that notices and mails are written in.
enum Language: String, Sendable, CaseIterable {
    case english = "en"
    case french = "fr"
    case swahili = "sw"

    /// The language of a BCP 47 tag; English for one we do not write.
    init(locale: String) {
        self = Language(rawValue: locale.prefix { $0 != "-" }.lowercased()) ?? .english
    }
}
