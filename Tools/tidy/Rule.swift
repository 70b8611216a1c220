/// What tidy checks. The raw value is the name to write in a waiver.
enum Rule: String, CaseIterable {
    case fileLength = "file-length"
    case fileMedian = "file-median"
    case lineLength = "line-length"
    case functionLength = "function-length"
    case parameterCount = "parameter-count"
    case name
    case layer
    case boundary
    case manifest
    case schema
    case trap
    case unproven
    case detachedTask = "detached-task"
    case later
    case banner
    case deadCode = "dead-code"
    case documentation
    case testName = "test-name"
    case testTimeLimit = "test-time-limit"
    case waiver

    static let mostFileLines = 400
    static let mostMedianLines = 100
    static let mostLineCharacters = 120
    static let mostFunctionLines = 60
    static let mostParameters = 5

    var summary: String {
        switch self {
        case .fileLength: "a file has at most \(Self.mostFileLines) lines"
        case .fileMedian: "half of the files have fewer than \(Self.mostMedianLines) lines"
        case .lineLength: "a line has at most \(Self.mostLineCharacters) characters"
        case .functionLength: "a function has at most \(Self.mostFunctionLines) lines"
        case .parameterCount:
            "a function has at most \(Self.mostParameters) parameters; memberwise initializers may have more"
        case .name: "nothing is called Utils, Helper, Common, Misc, Manager, Extensions, Base…, Abstract… or …Impl"
        case .layer: "no folder is named for a layer (Controllers, Models, DTO …)"
        case .boundary: "no service stands on another service, no API on a service, no platform target on either"
        case .manifest: "a target imports only what the manifest declares for it"
        case .schema: "SQL names its own service's schema, and other services' public_ views only to read them"
        case .trap: "no try!, as!, fatalError or preconditionFailure in Sources"
        case .unproven: "@unchecked Sendable and nonisolated(unsafe) have a comment that proves them"
        case .detachedTask: "no Task.detached: somebody waits for every task"
        case .later: "nothing is left for later in a comment"
        case .banner: "no banner comments"
        case .deadCode: "no commented-out code"
        case .documentation: "package and public types and functions of Platform and API folders say what they are"
        case .testName: "a test is named by a sentence"
        case .testTimeLimit: "a suite has a time limit"
        case .waiver: "a waiver names a rule, gives a reason and waives something"
        }
    }
}
