import HTTPTypes
import Telemetry

/// Counts a service's requests by operation and status class, and how long they took.
struct RequestMetrics: Sendable {
    /// The counters of one operation, looked up once: they are touched by every request.
    struct Meter: Sendable {
        fileprivate let classes: [Counter]
        fileprivate let duration: Histogram

        func record(_ status: HTTPResponse.Status, since began: ContinuousClock.Instant) {
            classes[min(max(status.code / 100, 2), 5) - 2].increment()
            duration.record(ContinuousClock.now - began)
        }
    }

    private let requests: MetricFamily<Counter>
    private let durations: MetricFamily<Histogram>
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
        self.service = service
    }

    func meter(_ operation: String) -> Meter {
        let classes = ["2xx", "3xx", "4xx", "5xx"].map { requests.labelled(service, operation, $0) }
        return Meter(classes: classes, duration: durations.labelled(service, operation))
    }
}
