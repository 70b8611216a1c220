import FoundationEssentials
package import Logging
import Values

/// Writes each log record as one JSON object on one line.
///
/// Members, in order: `ts` (RFC 3339, UTC, milliseconds), `level`, `message`, `logger`, then `request_id`, `trace_id`,
/// `span_id`, `tenant_id`, `user_id` of the work at hand, then the metadata by name. Metadata whose name announces a
/// secret is written as `[redacted]`.
package struct JSONLogHandler: LogHandler {
    package var logLevel: Logger.Level
    package var metadata: Logger.Metadata = [:]
    package var metadataProvider: Logger.MetadataProvider?

    private let label: String
    private let output: LogOutput

    package init(label: String, output: LogOutput, level: Logger.Level = .info) {
        self.label = label
        self.output = output
        logLevel = level
    }

    package subscript(metadataKey key: String) -> Logger.Metadata.Value? {
        get { metadata[key] }
        set { metadata[key] = newValue }
    }

    package func log(event: LogEvent) {
        var line = LogLine()
        line.add("ts", .string(Timestamp.text(Date())))
        line.add("level", .string(event.level.rawValue))
        line.add("message", .string(event.message.description))
        line.add("logger", .string(label))
        if let context = RequestContext.current {
            line.add("request_id", .string(context.requestID))
            line.add("trace_id", .string(context.trace.traceID.description))
            line.add("span_id", .string(context.trace.spanIDText))
            if let tenantID = context.tenantID { line.add("tenant_id", .string(tenantID.description)) }
            if let userID = context.userID { line.add("user_id", .string(userID.description)) }
        }
        if let error = event.error { line.add("error", .string(String(describing: error))) }
        for (name, value) in merged(with: event.metadata).sorted(by: { $0.key < $1.key }) {
            line.add(name, value)
        }
        output.write(line.finish())
    }

    /// The record's own metadata wins over the provider's, which wins over the logger's.
    private func merged(with own: Logger.Metadata?) -> Logger.Metadata {
        var all = metadata
        if let provided = metadataProvider?.get() { all.merge(provided) { _, new in new } }
        if let own { all.merge(own) { _, new in new } }
        return all
    }
}
