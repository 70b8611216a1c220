import NIOCore
import NIOHTTP1

/// One connection to a stub: takes requests, and does for each what it is told, step by step. It stops when the client
/// does not read, like any server.
final class StubConnection: ChannelInboundHandler {
    typealias InboundIn = HTTPServerRequestPart
    typealias OutboundOut = HTTPServerResponsePart

    private let stub: StubState
    private var head: HTTPRequestHead?
    private var body = ByteBuffer()
    private var playing: StubPlay?
    private var isWaiting = false

    init(_ stub: StubState) { self.stub = stub }

    func channelActive(context: ChannelHandlerContext) { stub.count { $0.connections += 1 } }

    func channelRead(context: ChannelHandlerContext, data: NIOAny) {
        switch unwrapInboundIn(data) {
        case .head(let head): (self.head, body) = (head, ByteBuffer())
        case .body(var piece): body.writeBuffer(&piece)
        case .end:
            guard let head else { return }
            let play = stub.play(head, body)
            playing = play
            if play.isAnswer {
                stub.count {
                    $0.questions += 1
                    $0.running += 1
                }
            }
            go(on: context)
        }
    }

    func channelWritabilityChanged(context: ChannelHandlerContext) { go(on: context) }

    func channelInactive(context: ChannelHandlerContext) {
        guard let play = playing else { return }
        playing = nil
        if play.isAnswer {
            stub.count {
                $0.running -= 1
                $0.aborted += 1
            }
        }
    }

    func errorCaught(context: ChannelHandlerContext, error: any Error) { context.close(promise: nil) }

    private func go(on context: ChannelHandlerContext) {
        var steps = 0
        while !isWaiting, context.channel.isWritable, let play = playing {
            // An answer without pauses must not keep the loop's other connections waiting.
            steps += 1
            if steps > 64 { return wait(.milliseconds(1), on: context) }
            switch play.steps.next() {
            case .head(let status, var headers):
                if status >= 300, !headers.contains(name: "content-length") {
                    headers.add(name: "Content-Length", value: "0")
                }
                let head = HTTPResponseHead(version: .http1_1, status: .init(statusCode: status), headers: headers)
                context.writeAndFlush(wrapOutboundOut(.head(head)), promise: nil)
            case .send(let text, let tokens):
                if tokens > 0 { stub.count(tokens, in: play.conversation) }
                context.writeAndFlush(wrapOutboundOut(.body(.byteBuffer(ByteBuffer(string: text)))), promise: nil)
            case .wait(let pause): wait(pause, on: context)
            case .hang: isWaiting = true
            case .drop:
                over(play)
                context.close(promise: nil)
            case nil:
                over(play)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
            case .close:
                over(play)
                context.writeAndFlush(wrapOutboundOut(.end(nil)), promise: nil)
                context.close(promise: nil)
            }
        }
    }

    private func wait(_ pause: Duration, on context: ChannelHandlerContext) {
        isWaiting = true
        let connection = NIOLoopBound((self, context), eventLoop: context.eventLoop)
        context.eventLoop.scheduleTask(in: TimeAmount(pause)) {
            let (handler, context) = connection.value
            handler.isWaiting = false
            handler.go(on: context)
        }
    }

    private func over(_ play: StubPlay) {
        playing = nil
        guard play.isAnswer else { return }
        stub.count {
            $0.running -= 1
            $0.finished += 1
        }
    }
}

/// What is being done for a request.
final class StubPlay {
    let steps: StubSteps
    let conversation: String
    /// Whether it answers a question, and counts.
    let isAnswer: Bool

    init(_ steps: StubSteps, conversation: String = "", isAnswer: Bool = false) {
        (self.steps, self.conversation, self.isAnswer) = (steps, conversation, isAnswer)
    }

    /// A short answer that comes whole.
    static func whole(_ status: Int, _ text: String, type: String = "application/json") -> StubPlay {
        let headers: HTTPHeaders = ["Content-Type": type, "Content-Length": String(text.utf8.count)]
        return StubPlay(AnyIterator([.head(status: status, headers), .send(text)].makeIterator()))
    }
}
