import Synchronization

/// All that this process counts and measures; `/metrics` shows it.
///
/// Asking twice for the same name gives the same metric, so two parts may count into one.
package final class MetricsRegistry: Sendable {
    private let families = Mutex<[String: MetricSource]>([:])

    package init() {}

    /// A counter without labels. By convention its name ends in `_total`.
    package func counter(_ name: String, _ help: String) -> Counter {
        counter(name, help, labels: []).labelled()
    }

    /// Counters told apart by labels.
    package func counter(_ name: String, _ help: String, labels: [String]) -> MetricFamily<Counter> {
        let family = MetricFamily(name: name, help: help, labels: labels) { Counter() }
        guard case .counter(let registered) = register(name, .counter(family)), registered.labels == labels else {
            preconditionFailure("\(name) is another kind of metric")  // tidy: allow trap — names are literals of ours
        }
        return registered
    }

    /// A gauge without labels.
    package func gauge(_ name: String, _ help: String) -> Gauge {
        gauge(name, help, labels: []).labelled()
    }

    /// Gauges told apart by labels.
    package func gauge(_ name: String, _ help: String, labels: [String]) -> MetricFamily<Gauge> {
        let family = MetricFamily(name: name, help: help, labels: labels) { Gauge() }
        guard case .gauge(let registered) = register(name, .gauge(family)), registered.labels == labels else {
            preconditionFailure("\(name) is another kind of metric")  // tidy: allow trap — names are literals of ours
        }
        return registered
    }

    /// A histogram without labels; its name says the unit: `_seconds`, `_bytes`.
    package func histogram(_ name: String, _ help: String, bounds: [Double] = Histogram.latencySeconds) -> Histogram {
        histogram(name, help, labels: [], bounds: bounds).labelled()
    }

    /// Histograms told apart by labels.
    package func histogram(
        _ name: String,
        _ help: String,
        labels: [String],
        bounds: [Double] = Histogram.latencySeconds
    ) -> MetricFamily<Histogram> {
        let family = MetricFamily(name: name, help: help, labels: labels) { Histogram(bounds: bounds) }
        guard case .histogram(let registered) = register(name, .histogram(family)), registered.labels == labels else {
            preconditionFailure("\(name) is another kind of metric")  // tidy: allow trap — names are literals of ours
        }
        return registered
    }

    /// A number read only when somebody asks: the size of a pool, a file's length. `nil` leaves it out.
    ///
    /// The later registration of a name wins, so that a part that was restarted is the one that is read.
    package func observe(
        _ kind: ObservedKind,
        _ name: String,
        _ help: String,
        reading: @escaping @Sendable () -> Double?
    ) {
        precondition(MetricName.isValid(name), "not a metric name")
        let source = MetricSource.observed(ObservedMetric(kind: kind, name: name, help: help, read: reading))
        families.withLock { $0[name] = source }
    }

    /// What was registered, by name.
    var sources: [MetricSource] {
        families.withLock { $0 }.sorted { $0.key < $1.key }.map(\.value)
    }

    private func register(_ name: String, _ source: MetricSource) -> MetricSource {
        families.withLock { families in
            if let registered = families[name] { return registered }
            families[name] = source
            return source
        }
    }
}

/// Whether an observed number only grows.
package enum ObservedKind: String, Sendable {
    case counter
    case gauge
}

/// A number that its owner keeps and that is read when `/metrics` is asked for.
struct ObservedMetric: Sendable {
    let kind: ObservedKind
    let name: String
    let help: String
    let read: @Sendable () -> Double?
}

/// Anything that has lines in `/metrics`.
enum MetricSource: Sendable {
    case counter(MetricFamily<Counter>)
    case gauge(MetricFamily<Gauge>)
    case histogram(MetricFamily<Histogram>)
    case observed(ObservedMetric)
}
