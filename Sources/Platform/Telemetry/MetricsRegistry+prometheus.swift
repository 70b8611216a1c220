extension MetricsRegistry {
    /// The media type of `prometheusText()`.
    package static var prometheusContentType: String { "text/plain; version=0.0.4; charset=utf-8" }

    /// Everything measured so far in Prometheus' text format 0.0.4.
    package func prometheusText() -> String {
        var page = PrometheusPage()
        for source in sources {
            switch source {
            case .counter(let family):
                page.header(family.name, family.help, type: "counter")
                for (values, counter) in family.all {
                    page.sample(family.name, zip(family.labels, values), String(counter.value))
                }
            case .gauge(let family):
                page.header(family.name, family.help, type: "gauge")
                for (values, gauge) in family.all {
                    page.sample(family.name, zip(family.labels, values), PrometheusPage.number(gauge.value))
                }
            case .histogram(let family):
                page.header(family.name, family.help, type: "histogram")
                for (values, histogram) in family.all {
                    page.histogram(family.name, Array(zip(family.labels, values)), histogram)
                }
            case .observed(let metric):
                guard let value = metric.read() else { continue }
                page.header(metric.name, metric.help, type: metric.kind.rawValue)
                page.sample(metric.name, [], PrometheusPage.number(value))
            }
        }
        return page.text
    }
}

private struct PrometheusPage {
    private(set) var text = ""

    mutating func header(_ name: String, _ help: String, type: String) {
        text += "# HELP \(name) \(Self.escaped(help, quotes: false))\n# TYPE \(name) \(type)\n"
    }

    mutating func sample(_ name: String, _ labels: some Sequence<(String, String)>, _ value: String) {
        let pairs = labels.map { name, value in "\(name)=\"\(Self.escaped(value, quotes: true))\"" }
        text += pairs.isEmpty ? "\(name) \(value)\n" : "\(name){\(pairs.joined(separator: ","))} \(value)\n"
    }

    /// Prometheus' ranges all begin at minus infinity, so each count includes those before it.
    mutating func histogram(_ name: String, _ labels: [(String, String)], _ histogram: Histogram) {
        let reading = histogram.reading
        var count: UInt64 = 0
        for (bound, inRange) in zip(histogram.bounds + [.infinity], reading.counts) {
            count += inRange
            sample(name + "_bucket", labels + [("le", Self.number(bound))], String(count))
        }
        sample(name + "_sum", labels, Self.number(reading.sum))
        sample(name + "_count", labels, String(count))
    }

    static func number(_ value: Double) -> String {
        if value.isNaN { return "NaN" }
        if value.isInfinite { return value > 0 ? "+Inf" : "-Inf" }
        return Int64(exactly: value).map(String.init) ?? String(value)
    }

    static func escaped(_ text: String, quotes: Bool) -> String {
        var escaped = ""
        for scalar in text.unicodeScalars {
            switch scalar {
            case "\\": escaped += "\\\\"
            case "\n": escaped += "\\n"
            case "\"" where quotes: escaped += "\\\""
            default: escaped.unicodeScalars.append(scalar)
            }
        }
        return escaped
    }
}
