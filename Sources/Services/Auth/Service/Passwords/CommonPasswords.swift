/// The passwords that guessers try first and that our own rules would let through.
///
/// A common word does not get better by a capital, by digits and signs around it (`Dragon2025!`) or by signs that look
/// like letters (`P@ssw0rd`): guessers' programs vary their lists in just these ways. Neither does a short pattern by
/// being repeated. At most five signs around the word count as such, and any run like `123456`; with more, guessing is
/// dearer than the list is long.
enum CommonPasswords {
    static func contains(_ password: String) -> Bool {
        let typed = password.lowercased()
        if CommonWords.all.contains(typed) || isRepetition(Array(typed)) { return true }
        let stem = Stem(typed)
        return stem.hasLittleAround
            && (CommonWords.all.contains(stem.text) || CommonWords.all.contains(stem.withoutLookAlikes))
    }

    /// Whether one to four characters make up the whole: `Aa1Aa1Aa1`.
    private static func isRepetition(_ characters: [Character]) -> Bool {
        guard characters.count >= 6 else { return false }
        return (1...min(4, characters.count / 2)).contains { period in
            characters.indices.dropFirst(period).allSatisfy { characters[$0] == characters[$0 - period] }
        }
    }
}

/// A password without the digits and signs before its first letter and after its last one.
private struct Stem {
    let text: String
    let around: String

    init(_ typed: String) {
        let start = typed.firstIndex(where: \.isLetter) ?? typed.endIndex
        let end = typed.lastIndex(where: \.isLetter).map(typed.index(after:)) ?? start
        text = String(typed[start..<end])
        around = String(typed[..<start] + typed[end...])
    }

    /// Whether what stands around the letters adds nothing worth guessing.
    var hasLittleAround: Bool {
        let digits = around.filter(\.isNumber)
        return around.count - ("12345678901234567890".contains(digits) ? digits.count : 0) <= 5
    }

    private static let lookAlikes: [Character: Character] = [
        "@": "a", "4": "a", "0": "o", "3": "e", "1": "i", "!": "i", "$": "s", "5": "s", "7": "t",
    ]

    var withoutLookAlikes: String { String(text.map { Self.lookAlikes[$0] ?? $0 }) }
}
