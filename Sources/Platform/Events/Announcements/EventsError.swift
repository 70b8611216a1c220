/// Why an event or a job could not be recorded, or a worker not be started: mistakes of the calling code.
package enum EventsError: Error, Hashable, CustomStringConvertible {
    /// Events and jobs belong to a tenant; this transaction runs across tenants.
    case outsideTenant
    /// The encoded event or job is larger than `limit` bytes: store the data and send its id.
    case tooLarge(name: String, limit: Int)
    /// Two subscriptions, job types or schedules of one worker have the same name.
    case duplicateName(String)

    package var description: String {
        switch self {
        case .outsideTenant: "events and jobs are recorded inside database.tenant { }"
        case .tooLarge(let name, let limit): "\(name) is larger than \(limit) bytes"
        case .duplicateName(let name): "\(name) is handled twice by one worker"
        }
    }
}
