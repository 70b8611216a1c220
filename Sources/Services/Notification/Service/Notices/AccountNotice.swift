import AuthAPI
import FoundationEssentials
import Values

/// What a mail about an account says, apart from the words.
struct AccountNotice: Sendable {
    let kind: AccountMailKind
    let school: String
    let code: String
    let validFor: Span
    let inviter: String?
    let device: String
    /// When it happened, as day and minute in UTC: the reader's own time is not known.
    let time: String

    init(_ event: AccountMailRequested, school: String) {
        kind = event.kind
        self.school = school
        code = event.code ?? ""
        validFor = Span(minutes: event.validForMinutes ?? 60)
        inviter = event.inviter
        device = event.device ?? "?"
        time = event.occurredAt.map(Self.minute) ?? ""
    }

    /// The words, in a language.
    func wording(in language: Language) -> Wording {
        switch language {
        case .english: english
        case .french: french
        case .swahili: swahili
        }
    }

    /// `2026-03-01 14:05 UTC`.
    private static func minute(_ date: Date) -> String {
        Timestamp.text(date).prefix(16).replacing("T", with: " ") + " UTC"
    }

    /// How long something may be used, in the largest unit that says it without a rest.
    enum Span: Hashable, Sendable {
        case minutes(Int)
        case hours(Int)
        case days(Int)

        init(minutes: Int) {
            switch minutes {
            case _ where minutes >= 2880 && minutes % 1440 == 0: self = .days(minutes / 1440)
            case _ where minutes >= 60 && minutes % 60 == 0: self = .hours(minutes / 60)
            default: self = .minutes(minutes)
            }
        }
    }
}
