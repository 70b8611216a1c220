import HTTPTypes
import Telemetry

/// Counts a service's requests by operation and status class, and how long they took.
struct RequestMetrics: Sendable {
    private let requests: MetricFamily<Counter>
    private let durations: MetricFamily<Histogram>
    private let service: String

    init(_ registry: MetricsRegistry, service: String) {
        requests = registry.counter(
            "elymica_http_requests_total", "Requests answered.", labels: ["service", "operation", "status"])
        durations = registry.histogram(
            "elymica_http_request_duration_seconds", "Time from the request's arrival to its answer.",
            labels: ["service", "operation"])
        self.service = service
    }

    func record(_ operation: String, _ status: HTTPResponse.Status, since began: ContinuousClock.Instant) {
        requests.labelled(service, operation, Self.name(of: status)).increment()
        durations.labelled(service, operation).record(ContinuousClock.now - began)
    }

    private static func name(of status: HTTPResponse.Status) -> String {
        switch status.code {
        case 200..<300: "2xx"
        case 300..<400: "3xx"
        case 400..<500: "4xx"
        default: "5xx"
        }
    }
}
