package import HTTPTypes
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
        case stream(ReplyStream)
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

    /// Sends it to a client.
    func send(to method: HTTPRequest.Method, through writer: AnswerWriter) async throws {
        var head = HTTPResponse(status: status, headerFields: headers)
        switch body {
        case .empty: head.headerFields.addLength(0)
        case .whole(let buffer): head.headerFields.addLength(buffer.readableBytes)
        case .stream(let stream): head.headerFields.addLength(stream.length)
        }
        switch body {
        case .whole(let buffer) where method != .head: try await writer.send(head, buffer)
        case .stream(let stream) where method != .head: try await stream.send(head, through: writer)
        default: try await writer.send(head)
        }
    }
}

extension HTTPFields {
    /// Says how long the body is, unless that is said already.
    fileprivate mutating func addLength(_ length: Int?) {
        guard let length, !contains(.contentLength) else { return }
        self[.contentLength] = String(length)
    }
}
