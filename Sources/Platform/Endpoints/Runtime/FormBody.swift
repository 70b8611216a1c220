import HTTPTypes
import Values

/// Reads `application/x-www-form-urlencoded` (WHATWG URL §5.1) into the object that JSON would have given.
///
/// Every value is a text, also where it looks like a number: a code may begin with a zero. A field that stands twice is
/// refused. An empty one is left out, because browsers send those that nobody filled in.
enum FormBody {
    static func object(_ bytes: some Collection<UInt8>) throws -> JSONObject {
        guard let text = String(outside: bytes) else { throw malformed }
        var object = JSONObject()
        let pairs = text.split(separator: "&", maxSplits: 101)
        guard pairs.count <= 100 else { throw malformed }
        for pair in pairs {
            let halves = pair.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
            guard let name = halves.first.flatMap({ PercentEncoding.decode($0, plusIsSpace: true) }),
                let value = PercentEncoding.decode(halves.count > 1 ? halves[1] : "", plusIsSpace: true)
            else { throw malformed }
            guard object[name] == nil else {
                let name = name.prefix(64).filter { $0.isASCII && !$0.isNewline }
                throw Problem.invalid(InvalidValue("stands twice", path: [String(name)]))
            }
            if !value.isEmpty { object[name] = .string(value) }
        }
        return object
    }

    private static let malformed = Problem(
        .badRequest,
        "malformed_form",
        "The form is not valid percent-encoded UTF-8, or has more than 100 fields."
    )
}
