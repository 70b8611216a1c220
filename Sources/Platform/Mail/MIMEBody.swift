import CCurl

/// Owns libcurl's form of a mail: its headers, and its texts as `multipart/alternative` (RFC 2046 §5.1.4).
final class MIMEBody {
    let mime: OpaquePointer?
    let headers: CurlList

    init(_ handle: UnsafeMutableRawPointer, _ envelope: Envelope) {
        // libcurl adds the boundary.
        headers = CurlList(envelope.headers + ["Content-Type: multipart/alternative"])
        mime = curl_mime_init(handle)
        for alternative in envelope.parts {
            let part = curl_mime_addpart(mime)
            alternative.bytes.withUnsafeBytes { bytes in
                let start = bytes.baseAddress?.assumingMemoryBound(to: CChar.self)
                _ = curl_mime_data(part, start ?? UnsafePointer(bitPattern: 1), bytes.count)
            }
            curl_mime_type(part, alternative.type)
            curl_mime_encoder(part, "quoted-printable")
        }
    }

    deinit { curl_mime_free(mime) }
}

/// Owns a libcurl list of texts.
final class CurlList {
    let list: UnsafeMutablePointer<curl_slist>?

    init(_ texts: [String]) {
        list = texts.reduce(nil) { list, text in curl_slist_append(list, text) ?? list }
    }

    deinit { curl_slist_free_all(list) }
}
