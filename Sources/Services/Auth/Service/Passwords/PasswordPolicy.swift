/// Which passwords may be chosen. Sign-in never asks it: an old password stays good until it is changed.
package struct PasswordPolicy: Hashable, Sendable {
    /// In characters as a person counts them.
    package let minimumLength: Int
    package let needsUppercaseAndDigit: Bool

    /// The portals' rule: 8 characters, an upper-case letter of any script, a digit.
    package static let portal = PasswordPolicy(minimumLength: 8, needsUppercaseAndDigit: true)
    /// The chat platform's rule: 8 characters.
    package static let chat = PasswordPolicy(minimumLength: 8, needsUppercaseAndDigit: false)

    package init(minimumLength: Int, needsUppercaseAndDigit: Bool) {
        self.minimumLength = minimumLength
        self.needsUppercaseAndDigit = needsUppercaseAndDigit
    }

    /// All that is wrong with a password; empty when it may be chosen.
    package func objections(to password: String) -> [PasswordObjection] {
        guard password.utf8.count <= Plaintext.maximumBytes else { return [.tooLong] }
        var objections: [PasswordObjection] = []
        if password.count < minimumLength { objections.append(.tooShort(minimum: minimumLength)) }
        if needsUppercaseAndDigit {
            if !password.contains(where: \.isUppercase) { objections.append(.noUppercaseLetter) }
            if !password.contains(where: \.isWholeNumber) { objections.append(.noDigit) }
        }
        if password.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
            objections.append(.controlCharacter)
        }
        if objections.isEmpty, CommonPasswords.contains(password) { objections.append(.common) }
        return objections
    }
}

/// Why a password may not be chosen.
package enum PasswordObjection: Error, Hashable, Sendable {
    case tooShort(minimum: Int)
    case tooLong
    case noUppercaseLetter
    case noDigit
    case controlCharacter
    /// Among the first that anybody would try.
    case common

    /// For the person who chose it, as the end of a sentence that begins with the field's name.
    package var message: String {
        switch self {
        case .tooShort(let minimum): "must have at least \(minimum) characters"
        case .tooLong: "must have at most \(Plaintext.maximumBytes) bytes"
        case .noUppercaseLetter: "must contain an upper-case letter"
        case .noDigit: "must contain a digit"
        case .controlCharacter: "must not contain control characters"
        case .common: "is one of the most common passwords; choose another"
        }
    }
}
