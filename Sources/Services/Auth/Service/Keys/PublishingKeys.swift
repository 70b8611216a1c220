import Access
import AuthAPI
import Endpoints
import Values

extension AuthService {
    /// Kept for five minutes: shorter than a key is published before it signs.
    func keySet(_ request: GetKeySet, _ call: Call) async throws -> Download {
        let bytes = try JSONWriter().bytes(keys.keys.jsonWebKeySet(at: call.now))
        return Download(mediaType: "application/jwk-set+json", maximumAge: 300, bytes: bytes)
    }
}
