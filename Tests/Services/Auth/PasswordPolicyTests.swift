import Testing

@testable import AuthService

@Suite("Password policy", .timeLimit(.minutes(15)))
struct PasswordPolicyTests {
    @Test(
        "What the portals accept may be chosen",
        arguments: ["Pass1234", "Sunrise-2026", "Ñandú-árbol9", "Ω parole ٣ long"]
    )
    func accepted(password: String) {
        #expect(PasswordPolicy.portal.objections(to: password).isEmpty)
    }

    @Test(
        "Each rule is named when it is broken",
        arguments: [
            ("Sh0rt", [.tooShort(minimum: 8)]), ("nouppercase1", [.noUppercaseLetter]), ("NoDigitsHere", [.noDigit]),
            ("", [.tooShort(minimum: 8), .noUppercaseLetter, .noDigit]), ("Zero\0inside1", [.controlCharacter]),
            (String(repeating: "Aa1", count: 400), [.tooLong]), ("Password123", [.common]), ("PASSWORD123", [.common]),
        ] as [(String, [PasswordObjection])]
    )
    func refused(password: String, objections: [PasswordObjection]) {
        #expect(PasswordPolicy.portal.objections(to: password) == objections)
    }

    @Test("A common password is refused on the chat platform too")
    func chat() {
        #expect(PasswordPolicy.chat.objections(to: "nouppercase").isEmpty)
        #expect(PasswordPolicy.chat.objections(to: "qwerty123") == [.common])
    }

    @Test("Every entry of the list would pass the other rules, so none is there in vain")
    func list() {
        let entries = CommonPasswords.text.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(entries.count >= 100)
        #expect(Set(entries.map { $0.lowercased() }).count == entries.count)
        for entry in entries { #expect(PasswordPolicy.portal.objections(to: entry) == [.common], "\(entry)") }
    }
}
