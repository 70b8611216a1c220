import Telemetry

/// What `/metrics` shows of an upstream.
struct UpstreamMetrics: Sendable {
    private let upstream: String
    private let answers: MetricFamily<Counter>
    private let done: Counter
    private let open: Gauge
    private let firstToken: Histogram

    init(upstream: String, in registry: MetricsRegistry) {
        self.upstream = upstream
        answers = registry.counter(
            "elymica_upstream_answers_total",
            "Answers of upstreams, by how they ended.",
            labels: ["upstream", "outcome"]
        )
        done = answers.labelled(upstream, "done")
        open = registry.gauge("elymica_upstream_open_answers", "Answers being read.", labels: ["upstream"])
            .labelled(upstream)
        firstToken = registry.histogram(
            "elymica_upstream_first_token_seconds",
            "From asking to the first text.",
            labels: ["upstream"],
            bounds: [0.05, 0.1, 0.25, 0.5, 1, 2, 4, 8, 15, 30, 60]
        ).labelled(upstream)
    }

    /// An answer is read from now on.
    func began() { open.add(1) }

    /// Its first text came after this time.
    func spoke(after time: Duration) { firstToken.record(time) }

    /// It ended so: `done`, or the code of a failure.
    func ended(_ outcome: String, hadBegun: Bool) {
        (outcome == "done" ? done : answers.labelled(upstream, outcome)).increment()
        if hadBegun { open.add(-1) }
    }
}
