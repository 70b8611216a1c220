package import HTTPTypes
package import HummingbirdCore
package import NIOCore

/// The answer to a request, before it is written to a connection: its bytes can still be looked at, tagged, compressed.
package struct Reply: Sendable {
    package var status: HTTPResponse.Status
    package var headers: HTTPFields
    package var body: Body

    /// What follows the headers.
    package enum Body: Sendable {
        case empty
        case whole(ByteBuffer)
        /// Written piece by piece as it comes.
        case stream(ResponseBody)
    }

    package init(status: HTTPResponse.Status, headers: HTTPFields = [:], body: Body = .empty) {
        self.status = status
        self.headers = headers
        self.body = body
    }

    /// The body when it is whole.
    package var buffer: ByteBuffer? {
        switch body {
        case .whole(let buffer): buffer
        case .empty: ByteBuffer()
        case .stream: nil
        }
    }

    /// As Hummingbird writes it.
    var response: Response {
        switch body {
        case .empty: Response(status: status, headers: headers)
        case .whole(let buffer): Response(status: status, headers: headers, body: .init(byteBuffer: buffer))
        case .stream(let stream): Response(status: status, headers: headers, body: stream)
        }
    }
}
