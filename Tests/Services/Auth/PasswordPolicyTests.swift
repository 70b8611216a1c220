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

    @Test(
        "What leaked lists have is refused in any case, and so is a short pattern that repeats",
        arguments: ["P@ssw0rd1", "Nairobi123", "Jesus777", "WELCOME2026", "1Qaz2wsx", "Aa1Aa1Aa1"]
    )
    func listed(password: String) {
        #expect(PasswordPolicy.portal.objections(to: password).contains(.common), "\(password)")
    }

    @Test("Up to 1,024 bytes of any script are taken as they are")
    func long() {
        #expect(PasswordPolicy.portal.objections(to: "A1" + String(repeating: "ж ", count: 300)).isEmpty)
        #expect(PasswordPolicy.portal.objections(to: "A1" + String(repeating: "x", count: 1023)) == [.tooLong])
    }

    @Test("The list has thousands of words, each once, in lower case")
    func list() {
        let entries = CommonWords.text.split(whereSeparator: \.isWhitespace).map(String.init)
        #expect(entries.count >= 3000 && Set(entries).count == entries.count)
        #expect(entries.allSatisfy { $0 == $0.lowercased() && $0.count >= 4 })
    }
}
