import Synchronization

/// One metric, told apart by the values of its labels: `http_requests_total` by method, route and status.
///
/// Keep what `labelled` returns where the values are known beforehand (one route, one table): that saves the look-up.
package final class MetricFamily<Metric: Sendable>: Sendable {
    /// How many combinations of label values are told apart. Further ones are counted together, each label as `other`,
    /// so that no client can fill the memory with made-up values.
    package static var maximumSeries: Int { 500 }

    let name: String
    let help: String
    let labels: [String]
    private let makeMetric: @Sendable () -> Metric
    private let series = Mutex<[[String]: Metric]>([:])

    init(name: String, help: String, labels: [String], makeMetric: @escaping @Sendable () -> Metric) {
        precondition(MetricName.isValid(name) && labels.allSatisfy(MetricName.isValid), "not a metric name")
        self.name = name
        self.help = help
        self.labels = labels
        self.makeMetric = makeMetric
    }

    /// The metric of these label values, which stand in the order of the labels.
    package func labelled(_ values: String...) -> Metric {
        precondition(values.count == labels.count, "one value for each label")
        return series.withLock { series in
            if let metric = series[values] { return metric }
            let key = series.count < Self.maximumSeries ? values.map(Self.bounded) : labels.map { _ in "other" }
            if let metric = series[key] { return metric }
            let metric = makeMetric()
            series[key] = metric
            return metric
        }
    }

    /// All combinations met so far, by label values.
    var all: [(values: [String], metric: Metric)] {
        series.withLock { $0.map { (values: $0.key, metric: $0.value) } }
            .sorted { $0.values.lexicographicallyPrecedes($1.values) }
    }

    private static func bounded(_ value: String) -> String { String(value.unicodeScalars.prefix(128)) }
}

/// The names Prometheus accepts for metrics and labels.
enum MetricName {
    static func isValid(_ name: String) -> Bool {
        guard let first = name.utf8.first, !(UInt8(ascii: "0")...UInt8(ascii: "9")).contains(first) else {
            return false
        }
        return name.utf8.allSatisfy { byte in
            switch byte {
            case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
                UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "_"):
                true
            default: false
            }
        }
    }
}
