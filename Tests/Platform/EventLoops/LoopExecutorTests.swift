import EventLoops
import NIOCore
import NIOPosix
import Testing

@Suite("Tasks on an event loop", .timeLimit(.minutes(5)))
struct LoopExecutorTests {
    @Test("A task, its children and what comes after a wait run on the loop")
    func runsOnLoop() async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        let places = await Task(executorPreference: LoopExecutor(loop)) {
            var places = [loop.inEventLoop]
            try? await Task.sleep(for: .milliseconds(1))
            places.append(loop.inEventLoop)
            async let child = Self.isIn(loop)
            places.append(await child)
            await withTaskExecutorPreference(globalConcurrentExecutor) { places.append(!loop.inEventLoop) }
            places.append(loop.inEventLoop)
            return places
        }.value
        #expect(places == [true, true, true, true, true])
    }

    private static func isIn(_ loop: any EventLoop) async -> Bool { loop.inEventLoop }

    @Test("On a loop, the loop here is that one")
    func loopHere() async throws {
        let loop = MultiThreadedEventLoopGroup.singleton.next()
        #expect(try await loop.submit { Loops.here === loop }.get())
    }

    @Test("A timer calls once, unless it is cancelled before")
    func timers() async throws {
        let (calls, caller) = AsyncStream<Int>.makeStream()
        let cancelled = Loops.after(.milliseconds(5)) { caller.yield(1) }
        cancelled.cancel()
        _ = Loops.after(.milliseconds(20)) { caller.yield(2) }
        _ = Loops.after(.milliseconds(40)) { caller.finish() }
        #expect(await Array(calls) == [2])
    }
}

extension Array {
    fileprivate init(_ stream: AsyncStream<Element>) async {
        self = []
        for await element in stream { append(element) }
    }
}
