import NIOCore

/// Carries a ``MailSinkSession`` over a connection.
final class MailSinkHandler: ChannelInboundHandler {
    typealias InboundIn = ByteBuffer
    typealias OutboundOut = ByteBuffer

    private let inbox: MailSinkInbox
    private var session: MailSinkSession
    private var line: [UInt8] = []

    /// Longer lines and mails than any test sends.
    private static let lineLimit = 1 << 20

    init(inbox: MailSinkInbox) {
        self.inbox = inbox
        session = MailSinkSession(inbox: inbox)
    }

    func channelActive(context: ChannelHandlerContext) {
        inbox.countConnection()
        act(session.greeting(), context)
    }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        for byte in unwrapInboundIn(data).readableBytesView {
            guard byte == UInt8(ascii: "\n") else {
                line.append(byte)
                if line.count > Self.lineLimit { context.close(promise: nil) }
                continue
            }
            if line.last == UInt8(ascii: "\r") { line.removeLast() }
            act(session.receive(line), context)
            line = []
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func act(_ action: MailSinkSession.Action, _ context: ChannelHandlerContext) {
        switch action {
        case .reply(let text): context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
        case .farewell(let text):
            context.writeAndFlush(wrapOutboundOut(ByteBuffer(string: text + "\r\n")), promise: nil)
            context.close(promise: nil)
        case .close: context.close(promise: nil)
        case .nothing: break
        }
    }
}
