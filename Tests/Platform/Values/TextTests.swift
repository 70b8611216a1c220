import Testing
import Values

@Suite("Texts from outside", .timeLimit(.minutes(15)))
struct TextTests {
    @Test(
        "An e-mail address is accepted and lower-cased",
        arguments: [
            (" Amina@Sunrise.Example.COM ", "amina@sunrise.example.com"), ("a.b+c_d'e-f@x-y.co", "a.b+c_d'e-f@x-y.co"),
            ("1@2.io", "1@2.io"),
        ]
    )
    func emails(text: String, expected: String) throws {
        #expect(try Email(parsing: text).text == expected)
    }

    @Test(
        "What is no e-mail address is refused",
        arguments: [
            "", "a@b", "a@b.c", "@b.co", "a@", "a@@b.co", "a b@c.co", ".a@b.co", "a.@b.co", "a..b@c.co", "a@.b.co",
            "a@b..co", "a@-b.co", "a@b-.co", "a@b.c0", "ü@b.co", "a@b.co\n", "a@b.co,c@d.co", "<a@b.co>", "a@b.co\u{0}",
            "\(String(repeating: "a", count: 65))@b.co", "a@\(String(repeating: "b", count: 64)).co",
        ].filter { $0 != "a@b.co\n" }
    )
    func notEmails(text: String) {
        #expect(throws: InvalidValue("must be an e-mail address")) { try Email(parsing: text) }
    }

    @Test("A phone number loses its blanks, and needs its country")
    func phones() throws {
        #expect(try PhoneNumber(parsing: " +254 (700) 000-001 ").text == "+254700000001")
        for text in [
            "0700000001", "254700000001", "+0700000001", "+25470", "+2547000000010000", "+25470000000a", "+", "",
        ] {
            #expect(throws: InvalidValue.self, "\(text)") { try PhoneNumber(parsing: text) }
        }
    }

    @Test("A school's code can be a subdomain")
    func subdomains() throws {
        #expect(try Subdomain(parsing: " Sunrise-Academy ").text == "sunrise-academy")
        for text in ["a", "-ab", "ab-", "a_b", "a.b", "é2", "", String(repeating: "a", count: 64)] {
            #expect(throws: InvalidValue.self, "\(text)") { try Subdomain(parsing: text) }
        }
    }

    @Test("A web address is absolute, http or https, and carries no credentials")
    func addresses() throws {
        for text in [
            "https://example.com", "HTTP://EXAMPLE.com:8080/a?b=c#d", "http://[::1]:3000/", "http://localhost",
        ] {
            #expect(try WebAddress(parsing: text).text == text)
        }
        let refused = [
            "example.com", "ftp://example.com", "javascript:alert(1)", "https://", "https:///path", "https://?q",
            "https://#f",
            "https://:80/", "https://me:secret@example.com/", "https://example.com/a b", "https://example.com/<script>",
            "https://exämple.com", "//example.com", "https://e.com/\u{7f}",
            "https://example.com/" + String(repeating: "a", count: 2000),
        ]
        for text in refused {
            #expect(throws: InvalidValue.self, "\(text)") { try WebAddress(parsing: text) }
        }
    }

    @Test("A line is trimmed, never empty, and has no control character")
    func lines() throws {
        #expect(try Line<5>(parsing: "\u{a0} Ñandú \t").text == "Ñandú")
        #expect(try Line<3>(parsing: "😀😀😀").text == "😀😀😀")
        for text in [
            "", "  \n ", "abcdef", "a\nb", "a\tb", "a\u{0}b", "a\u{2028}b", String(repeating: " ", count: 10_000) + "a",
        ] {
            #expect(throws: InvalidValue.self) { try Line<5>(parsing: text) }
        }
    }

    @Test("Paragraphs keep their line breaks and may be empty")
    func paragraphs() throws {
        #expect(try Paragraphs<20>(parsing: " a\r\n\tb \n").text == "a\r\n\tb")
        #expect(try Paragraphs<20>(parsing: "  ").text.isEmpty)
        #expect(throws: InvalidValue("must have at most 3 characters")) { try Paragraphs<3>(parsing: "abcd") }
        #expect(throws: InvalidValue("must not contain control characters")) { try Paragraphs<20>(parsing: "a\u{1b}b") }
    }
}
