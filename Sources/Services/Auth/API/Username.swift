package import Values

/// A name to sign in with: 3 to 30 characters on one line, unique in its school whatever the case.
///
/// Without `@`, so that it can never be somebody else's e-mail address.
package struct Username: TextValue {
    package let text: String

    package init(parsing text: String) throws(InvalidValue) {
        let line = try Line<30>(parsing: text)
        guard line.text.unicodeScalars.count >= 3 else { throw InvalidValue("must have at least 3 characters") }
        guard !line.text.contains("@") else { throw InvalidValue("must not contain @") }
        self.text = line.text
    }

    package static var schema: JSON { ["type": "string", "minLength": 3, "maxLength": 30, "pattern": "^[^@]+$"] }
    package static var example: Self { Self(trusted: "amina") }
    private init(trusted: String) { text = trusted }
}
