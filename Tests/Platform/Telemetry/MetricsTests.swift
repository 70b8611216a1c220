import Telemetry
import Testing

@Suite("Metrics", .timeLimit(.minutes(15)))
struct MetricsTests {
    @Test("The page is Prometheus' text format, with everything escaped")
    func page() {
        let registry = MetricsRegistry()
        registry.counter("requests_total", "Requests\nserved \\ all.", labels: ["route"])
            .labelled("/a\"b\\c\nd").increment(by: 3)
        registry.gauge("in_flight", "Now.").set(2.5)
        let times = registry.histogram("wait_seconds", "Waiting.", bounds: [0.1, 1])
        for seconds in [0.05, 0.1, 0.5, 7] { times.record(seconds) }
        times.record(.nan)
        registry.observe(.gauge, "pool_size", "Size.") { 4 }
        registry.observe(.gauge, "unknown", "Not known now.") { nil }
        #expect(
            registry.prometheusText() == #"""
                # HELP in_flight Now.
                # TYPE in_flight gauge
                in_flight 2.5
                # HELP pool_size Size.
                # TYPE pool_size gauge
                pool_size 4
                # HELP requests_total Requests\nserved \\ all.
                # TYPE requests_total counter
                requests_total{route="/a\"b\\c\nd"} 3
                # HELP wait_seconds Waiting.
                # TYPE wait_seconds histogram
                wait_seconds_bucket{le="0.1"} 2
                wait_seconds_bucket{le="1"} 3
                wait_seconds_bucket{le="+Inf"} 4
                wait_seconds_sum 7.65
                wait_seconds_count 4

                """#
        )
    }

    @Test("Made-up label values cannot fill the memory: beyond 500 they are counted together")
    func boundedSeries() {
        let family = MetricsRegistry().counter("hits_total", "Hits.", labels: ["path", "status"])
        for index in 0..<2000 { family.labelled("/\(index)", "200").increment() }
        family.labelled("/7", "200").increment()
        #expect(family.labelled("/7", "200").value == 2)
        #expect(family.labelled("/9999", "404") === family.labelled("other", "other"))
        #expect(family.labelled("other", "other").value == 1500)
        let long = String(repeating: "x", count: 10_000)
        let registry = MetricsRegistry()
        registry.counter("hits_total", "Hits.", labels: ["path"]).labelled(long).increment()
        #expect(registry.prometheusText().utf8.count < 300)
    }

    @Test("Asking twice for a name gives the same metric")
    func sharing() {
        let registry = MetricsRegistry()
        registry.counter("jobs_total", "Jobs.").increment()
        registry.counter("jobs_total", "Jobs.").increment()
        #expect(registry.counter("jobs_total", "Jobs.").value == 2)
    }

    @Test("Nothing is lost when many count at once")
    func concurrency() async {
        let registry = MetricsRegistry()
        let counter = registry.counter("c_total", "C.")
        let gauge = registry.gauge("g", "G.")
        let histogram = registry.histogram("h_seconds", "H.")
        await withTaskGroup { group in
            for _ in 0..<4 {
                group.addTask {
                    for _ in 0..<10_000 {
                        counter.increment()
                        gauge.add(1)
                        histogram.record(.milliseconds(3))
                    }
                }
            }
        }
        #expect(counter.value == 40_000)
        #expect(gauge.value == 40_000)
        #expect(histogram.reading.count == 40_000)
    }

    @Test("The process reports its memory, time, descriptors and start")
    func process() throws {
        let registry = MetricsRegistry()
        ProcessMetrics.register(in: registry)
        let lines = registry.prometheusText().split(separator: "\n").filter { !$0.hasPrefix("#") }
        let values = Dictionary(
            uniqueKeysWithValues: lines.map { line in
                let parts = line.split(separator: " ")
                return (String(parts[0]), Double(parts[1]) ?? .nan)
            }
        )
        #expect(try #require(values["process_resident_memory_bytes"]) > 1_000_000)
        #expect(try #require(values["process_cpu_seconds_total"]) > 0)
        #expect(try #require(values["process_open_fds"]) >= 3)
        #expect(try #require(values["process_max_fds"]) >= 64)
        #expect(try #require(values["process_start_time_seconds"]) > 1_600_000_000)
    }

    @Test("Health is as good as its worst check, and a warning does not turn requests away")
    func health() {
        #expect(Health(checks: []).status == .pass)
        let warned = Health(checks: [HealthCheck("database", .pass), HealthCheck("redis", .warn, detail: "absent")])
        #expect(warned.status == .warn && warned.isReady)
        let failed = Health(checks: warned.checks + [HealthCheck("migrations", .fail)])
        #expect(failed.status == .fail && !failed.isReady)
    }
}
