import HTTPTypes
import Logging
import Telemetry

/// Counts a service's requests by operation and status class, and how long they took.
struct RequestMetrics: Sendable {
    /// The counters of one operation, looked up once: they are touched by every request.
    struct Meter: Sendable {
        fileprivate let classes: [Counter]
        fileprivate let duration: Histogram
        fileprivate let streams: Streams?

        func record(_ status: HTTPResponse.Status, since began: ContinuousClock.Instant) {
            classes[min(max(status.code / 100, 2), 5) - 2].increment()
            duration.record(ContinuousClock.now - began)
        }

        /// A streamed answer that is counted when it ends, and whose failure is logged.
        func watching(
            _ stream: ReplyStream,
            _ status: HTTPResponse.Status,
            since start: ContinuousClock.Instant,
            _ logger: Logger
        ) -> ReplyStream {
            let context = RequestContext.current
            let began: @Sendable () -> Void = { [streams] in streams?.open.add(1) }
            return stream.watched(
                by: (
                    began,
                    { [self] error in
                        streams?.open.add(-1)
                        guard let error else {
                            streams?.whole.increment()
                            return record(status, since: start)
                        }
                        let isDeparture = error is ClientDeparted || error is CancellationError
                        (isDeparture ? streams?.abandoned : streams?.broken)?.increment()
                        record(isDeparture ? status : .internalServerError, since: start)
                        guard !isDeparture else { return }
                        logger.error(
                            "stream failed",
                            metadata: [
                                "error": "\(ErrorLog.describe(error))", "request": "\(context?.requestID ?? "")",
                            ]
                        )
                    }
                ),
                in: context
            )
        }
    }

    /// How streamed answers of one operation end.
    fileprivate struct Streams: Sendable {
        let open: Gauge
        /// Sent to the end; left by the client or ended by a shutdown; failed on our side.
        let whole: Counter
        let abandoned: Counter
        let broken: Counter
    }

    private let requests: MetricFamily<Counter>
    private let durations: MetricFamily<Histogram>
    private let openStreams: MetricFamily<Gauge>
    private let endedStreams: MetricFamily<Counter>
    private let service: String

    init(_ registry: MetricsRegistry, service: String) {
        requests = registry.counter(
            "elymica_http_requests_total",
            "Requests answered.",
            labels: ["service", "operation", "status"]
        )
        durations = registry.histogram(
            "elymica_http_request_duration_seconds",
            "Time from the request's arrival to its answer.",
            labels: ["service", "operation"]
        )
        openStreams = registry.gauge("elymica_http_streams_open", "Streamed answers being sent.", labels: ["service"])
        endedStreams = registry.counter(
            "elymica_http_streams_total",
            "Streamed answers that ended, and how.",
            labels: ["service", "operation", "end"]
        )
        self.service = service
    }

    /// `streaming` of an operation whose answers are streams.
    func meter(_ operation: String, streaming: Bool = false) -> Meter {
        let classes = ["2xx", "3xx", "4xx", "5xx"].map { requests.labelled(service, operation, $0) }
        return Meter(
            classes: classes,
            duration: durations.labelled(service, operation),
            streams: streaming ? streams(operation) : nil
        )
    }

    private func streams(_ operation: String) -> Streams {
        Streams(
            open: openStreams.labelled(service),
            whole: endedStreams.labelled(service, operation, "whole"),
            abandoned: endedStreams.labelled(service, operation, "abandoned"),
            broken: endedStreams.labelled(service, operation, "broken")
        )
    }
}
