/// Why a value from outside was refused, and where it stood: `must be a UUID` at `course_id`.
///
/// The message is for the person who sent the value; it never repeats the value itself.
package struct InvalidValue: Error, Hashable, Sendable, CustomStringConvertible {
    /// What the value must be, as the end of a sentence that begins with the field's name: `must be a UUID`.
    package let message: String
    /// The path from the outermost object, such as `["lessons", "3", "title"]`.
    package let path: [String]

    package init(_ message: String, at path: [any CodingKey] = []) {
        self.message = message
        self.path = path.map { $0.intValue.map(String.init) ?? $0.stringValue }
    }

    package init(_ message: String, path: [String]) {
        self.message = message
        self.path = path
    }

    /// The path as a client writes it: `lessons.3.title`; `nil` when the value as a whole is meant.
    package var field: String? { path.isEmpty ? nil : path.joined(separator: ".") }

    package var description: String { field.map { "\($0) \(message)" } ?? message }
}
