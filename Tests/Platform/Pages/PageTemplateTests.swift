import Pages
import Testing

@Suite("Pages", .timeLimit(.minutes(15)))
struct PageTemplateTests {
    @Test(
        "No text leaves its element or its attribute",
        arguments: [
            "<script>alert(1)</script>", "\u{0600}<script>alert(1)</script>", "\u{110BD}<img src=x onerror=alert(1)>",
            "\"\u{0301} onmouseover=alert(1) x=\"", "'\u{200D} autofocus onfocus=alert(1)", "{{{text}}}<b>", "<\r\n!--",
        ]
    )
    func escaping(text: String) throws {
        let template = try PageTemplate(html: "<p title=\"{{text}}\" id='{{text}}'>{{text}}{{{text}}}{{&text}}</p>")
        let page = template.filled(["text": .text(text)])
        let scalars = page.unicodeScalars
        #expect(scalars.filter { $0 == "<" }.count == 2)
        #expect(scalars.filter { $0 == ">" }.count == 2)
        #expect(scalars.filter { $0 == "\"" }.count == 2)
        #expect(scalars.filter { $0 == "'" }.count == 2)
    }

    @Test("Sections, lists and flags; an unknown name is empty; elements hide what is outside only by name")
    func sections() throws {
        let template = try PageTemplate(
            html: "{{#rows}}<li>{{name}} of {{school}}</li>{{/rows}}{{^empty}}.{{/empty}}{{#on}}1{{/on}}{{nothing}}"
        )
        let page = template.filled([
            "school": "A & B", "on": true, "rows": .list([["name": "Ọ̀ṣun"], ["name": "<ሰላም>"]]),
        ])
        #expect(page == "<li>Ọ̀ṣun of A &amp; B</li><li>&lt;ሰላም&gt; of A &amp; B</li>.1")
    }

    @Test("Plain text keeps its characters")
    func plainText() throws {
        #expect(
            try PageTemplate(text: "{{name}}, {{#rows}}{{name}}{{/rows}}").filled([
                "name": "Amina & \"Obi\"", "rows": .list([["name": "<>"]]),
            ]) == "Amina & \"Obi\", <>"
        )
    }

    @Test("A template that is not well-formed is refused")
    func malformed() {
        #expect(throws: (any Error).self) { try PageTemplate(html: "{{#open}}") }
    }
}
