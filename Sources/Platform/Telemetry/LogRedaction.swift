/// Which metadata names announce a secret, whose value must not reach a log.
enum LogRedaction {
    static let replacement = "[redacted]"

    private static let secretWords: Set<String> = [
        "apikey", "authorization", "cookie", "cookies", "credential", "credentials", "jwt", "otp", "passphrase",
        "passwd", "password", "passwords", "pin", "secret", "secrets", "token", "tokens",
    ]

    /// True for `refresh_token`, `newPassword`, `Set-Cookie` and `api_key`; false for `hotpath` and `author`.
    static func isSecret(_ name: String) -> Bool {
        let words = words(of: name)
        if words.contains(where: secretWords.contains) { return true }
        return zip(words, words.dropFirst()).contains { second in
            (second.0 == "api" || second.0 == "private" || second.0 == "signing") && second.1 == "key"
        }
    }

    /// `accessToken`, `access_token` and `Access-Token` are the same two words; `OTPCode` is `otp` and `code`.
    private static func words(of name: String) -> [String] {
        let bytes = Array(name.utf8)
        var words: [String] = []
        var word: [UInt8] = []
        func isUpper(_ index: Int) -> Bool {
            bytes.indices.contains(index) && (UInt8(ascii: "A")...UInt8(ascii: "Z")).contains(bytes[index])
        }
        func isLower(_ index: Int) -> Bool {
            bytes.indices.contains(index) && (UInt8(ascii: "a")...UInt8(ascii: "z")).contains(bytes[index])
        }
        func finish() {
            if !word.isEmpty { words.append(String(decoding: word, as: UTF8.self)) }
            word.removeAll()
        }
        for index in bytes.indices {
            guard isUpper(index) || isLower(index) else {
                finish()
                continue
            }
            if isUpper(index), isLower(index - 1) || isLower(index + 1) { finish() }
            word.append(bytes[index] | 0x20)
        }
        finish()
        return words
    }
}
