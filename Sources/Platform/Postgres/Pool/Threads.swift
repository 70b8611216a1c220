import Glibc
import Synchronization

/// A POSIX thread of our own, for code that blocks; its stack is 512 KiB.
struct OwnThread: Sendable {
    private let handle: pthread_t

    /// Starts a thread, or throws when the system has none left.
    init(_ body: @escaping @Sendable () -> Void) throws(PostgresError) {
        final class Start {
            let body: @Sendable () -> Void
            init(_ body: @escaping @Sendable () -> Void) { self.body = body }
        }
        var attributes = pthread_attr_t()
        pthread_attr_init(&attributes)
        defer { pthread_attr_destroy(&attributes) }
        pthread_attr_setstacksize(&attributes, 512 * 1024)
        let start = Unmanaged.passRetained(Start(body))
        var handle = pthread_t()
        let status = pthread_create(
            &handle,
            &attributes,
            { argument in
                guard let argument else { return nil }
                Unmanaged<Start>.fromOpaque(argument).takeRetainedValue().body()
                return nil
            },
            start.toOpaque()
        )
        guard status == 0 else {
            start.release()
            throw PostgresError(.unavailable, "no thread could be started")
        }
        self.handle = handle
    }

    /// Waits until the thread has ended. Once only, and not on a thread of Swift's own pool.
    func join() { pthread_join(handle, nil) }

    /// Lets the thread end without anybody who waits for it.
    func detach() { pthread_detach(handle) }
}

/// Where a thread sleeps until somebody wakes it; a wake-up before the sleep is not lost.
final class Parking: @unchecked Sendable {
    // Proof: the pointers never change, and `isWoken` is only touched while the mutex is held.
    private let mutex: UnsafeMutablePointer<pthread_mutex_t>
    private let condition: UnsafeMutablePointer<pthread_cond_t>
    private var isWoken = false

    init() {
        mutex = .allocate(capacity: 1)
        condition = .allocate(capacity: 1)
        pthread_mutex_init(mutex, nil)
        var attributes = pthread_condattr_t()
        pthread_condattr_init(&attributes)
        // Setting the machine's clock must not stretch a wait.
        pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC)
        pthread_cond_init(condition, &attributes)
        pthread_condattr_destroy(&attributes)
    }

    deinit {
        pthread_cond_destroy(condition)
        pthread_mutex_destroy(mutex)
        condition.deallocate()
        mutex.deallocate()
    }

    func wake() {
        pthread_mutex_lock(mutex)
        isWoken = true
        pthread_mutex_unlock(mutex)
        pthread_cond_signal(condition)
    }

    /// Sleeps until woken or, at the latest, until `deadline`. May also return for no reason.
    func sleep(until deadline: ContinuousClock.Instant? = nil) {
        pthread_mutex_lock(mutex)
        defer { pthread_mutex_unlock(mutex) }
        if !isWoken {
            if let deadline {
                var time = Self.monotonicTime(deadline)
                pthread_cond_timedwait(condition, mutex, &time)
            } else {
                pthread_cond_wait(condition, mutex)
            }
        }
        isWoken = false
    }

    private static func monotonicTime(_ deadline: ContinuousClock.Instant) -> timespec {
        let left = max(.zero, deadline - .now).components
        var time = timespec()
        clock_gettime(CLOCK_MONOTONIC, &time)
        let nanoseconds = Int(left.attoseconds / 1_000_000_000) + time.tv_nsec
        time.tv_sec += Int(left.seconds) + nanoseconds / 1_000_000_000
        time.tv_nsec = nanoseconds % 1_000_000_000
        return time
    }
}

/// A number that many threads add to.
final class Counter: Sendable {
    private let count = Atomic<Int>(0)
    func increment() { count.wrappingAdd(1, ordering: .relaxed) }
    var value: Int { count.load(ordering: .relaxed) }
}
extension OwnThread {
    /// Runs blocking code on a thread of its own and waits for it without blocking.
    static func run<R: Sendable>(_ body: @escaping @Sendable () throws -> R) async throws -> R {
        try await withCheckedThrowingContinuation { continuation in
            do {
                try OwnThread { continuation.resume(with: Result { try body() }) }.detach()
            } catch {
                continuation.resume(throwing: error)
            }
        }
    }
}
