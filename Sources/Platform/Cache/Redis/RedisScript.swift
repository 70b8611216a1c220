import Crypto
import FoundationEssentials
import Values

/// A script that Redis runs as one step. It is sent by its digest, and whole to a server that does not know it yet.
struct RedisScript: Sendable {
    let text: String
    let digest: String

    init(_ text: String) {
        self.text = text
        // SHA-1 is how Redis names scripts; nothing is secured by it.
        digest = Insecure.SHA1.hash(data: Data(text.utf8)).hexadecimal
    }
}
