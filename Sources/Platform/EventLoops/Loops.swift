package import NIOCore
import NIOPosix

/// The event loops of this process.
package enum Loops {
    /// The one that this runs on, or any.
    package static var here: any EventLoop { MultiThreadedEventLoopGroup.singleton.any() }

    /// Calls `act` after a time, unless it is cancelled before. A sleeping task would wake two threads to say the same.
    @discardableResult
    package static func after(_ delay: Duration, _ act: @escaping @Sendable () -> Void) -> Scheduled<Void> {
        here.scheduleTask(in: TimeAmount(delay), act)
    }

    /// Lets a time go by, whatever becomes of the task.
    package static func pause(for delay: Duration) async {
        await withCheckedContinuation { continuation in
            after(delay) { continuation.resume() }
        }
    }
}
