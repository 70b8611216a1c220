package import NIOCore

/// Runs tasks on an event loop.
///
/// An answer that is sent while it is made goes from socket to task to socket at every piece. With all of that on one
/// loop, no piece wakes another thread. Whatever takes work is better off on Swift's own threads: a loop that works
/// holds up its connections.
package final class LoopExecutor: TaskExecutor {
    private let loop: any EventLoop

    package init(_ loop: any EventLoop) { self.loop = loop }

    package func enqueue(_ job: consuming ExecutorJob) {
        let job = UnownedJob(job)
        loop.execute { [self] in job.runSynchronously(on: asUnownedTaskExecutor()) }
    }
}
