package import Values

/// On whose behalf the work at hand is done, so that every log line says so without being told.
///
/// Bound once a request (or a job, or an event) and inherited by the tasks it starts. For reporting only: access
/// decisions take a principal as a parameter.
package struct RequestContext: Sendable {
    /// One id for one request through every service; the client's own when it sent an acceptable one.
    package let requestID: String
    package let trace: TraceContext
    package var tenantID: TenantID?
    package var userID: UserID?

    /// The context of the work at hand, when it has one.
    @TaskLocal package static var current: RequestContext?

    /// `proposedID` is the client's `X-Request-ID`; anything but 1 to 128 of `A-Z a-z 0-9 . _ -` is replaced by one
    /// made from the ids of the trace and the span, which are as unique and already there.
    package init(
        proposedID: String? = nil,
        trace: TraceContext = .new(),
        tenantID: TenantID? = nil,
        userID: UserID? = nil
    ) {
        requestID =
            proposedID.flatMap { Self.isAcceptable($0) ? $0 : nil }
            ?? Hexadecimal.text(of: [trace.traceID.low, trace.spanID])
        self.trace = trace
        self.tenantID = tenantID
        self.userID = userID
    }

    /// Runs `work` with this context as the current one.
    package func run<Result, Failure: Error>(
        _ work: () async throws(Failure) -> Result
    ) async throws(Failure) -> Result {
        let outcome: Swift.Result<Result, Failure> = await Self.$current.withValue(self) {
            do throws(Failure) { return .success(try await work()) } catch { return .failure(error) }
        }
        return try outcome.get()
    }

    private static func isAcceptable(_ text: String) -> Bool {
        (1...128).contains(text.utf8.count)
            && text.utf8.allSatisfy { byte in
                switch byte {
                case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                    UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"):
                    true
                default: false
                }
            }
    }
}
