package import HTTPTypes
import Values

/// Finds the operation for a method and a path.
///
/// Where a literal and a parameter both fit, the literal wins (`mark-all-read` before `{id}`), and a path that fits but
/// leads nowhere is tried again with the parameter. A trailing slash is tolerated.
package struct RouteTable<Target: Sendable>: Sendable {
    private struct Node: Sendable {
        var literals: [String: Node] = [:]
        var parameter: [Node] = []
        var targets: [(method: HTTPRequest.Method, target: Target, names: [String])] = []
    }

    private var root = Node()
    /// Those without a parameter, by their whole path: one look for most requests.
    private var literal: [String: [(method: HTTPRequest.Method, target: Target)]] = [:]
    private let ignoresCase: Bool

    /// With `ignoringCase`, literal parts fit in upper and lower case.
    package init(ignoringCase: Bool = false) { ignoresCase = ignoringCase }

    /// What a look-up found.
    package enum Match: Sendable {
        /// The operation, and the values of its path parameters by name, percent-decoded.
        case found(Target, [(name: String, value: String)])
        /// The path exists, for these methods only.
        case otherMethods([(method: HTTPRequest.Method, target: Target)])
        case none
    }

    /// Adds an operation; the later one wins where two have the same method and path.
    package mutating func insert(_ target: Target, method: HTTPRequest.Method, path: PathTemplate) {
        insert(target, method, path.segments[...], path.parameters, into: &root)
        guard path.parameters.isEmpty else { return }
        let whole = folded(path.description)
        literal[whole, default: []].removeAll { $0.method == method }
        literal[whole, default: []].append((method, target))
    }

    private func insert(
        _ target: Target,
        _ method: HTTPRequest.Method,
        _ segments: ArraySlice<PathTemplate.Segment>,
        _ names: [String],
        into node: inout Node
    ) {
        switch segments.first {
        case nil:
            node.targets.removeAll { $0.method == method }
            node.targets.append((method, target, names))
        case .literal(let text):
            insert(target, method, segments.dropFirst(), names, into: &node.literals[folded(text), default: Node()])
        case .parameter:
            if node.parameter.isEmpty { node.parameter.append(Node()) }
            insert(target, method, segments.dropFirst(), names, into: &node.parameter[0])
        }
    }

    private func folded(_ text: some StringProtocol) -> String { ignoresCase ? text.lowercased() : String(text) }

    /// Looks a path (without query) up.
    package func match(_ method: HTTPRequest.Method, _ path: Substring) -> Match {
        if let target = literal[folded(path)]?.first(where: { $0.method == method })?.target {
            return .found(target, [])
        }
        // By bytes: splitting by characters costs ten times as much.
        var segments = path.utf8.split(
            separator: UInt8(ascii: "/"),
            maxSplits: 33,
            omittingEmptySubsequences: false
        ).map { Substring($0) }
        guard segments.count <= 33, segments.first == "" else { return .none }
        segments.removeFirst()
        if segments.last == "" { segments.removeLast() }
        var values: [String] = []
        var otherMethods: [(method: HTTPRequest.Method, target: Target)] = []
        guard let (target, names) = find(method, segments[...], root, &values, &otherMethods) else {
            return otherMethods.isEmpty ? .none : .otherMethods(otherMethods)
        }
        return .found(target, zip(names, values).map { ($0, $1) })
    }

    private func find(
        _ method: HTTPRequest.Method,
        _ segments: ArraySlice<Substring>,
        _ node: Node,
        _ values: inout [String],
        _ otherMethods: inout [(method: HTTPRequest.Method, target: Target)]
    ) -> (Target, [String])? {
        guard let segment = segments.first else {
            if let entry = node.targets.first(where: { $0.method == method }) { return (entry.target, entry.names) }
            for entry in node.targets where !otherMethods.contains(where: { $0.method == entry.method }) {
                otherMethods.append((entry.method, entry.target))
            }
            return nil
        }
        if let next = node.literals[folded(segment)],
            let found = find(method, segments.dropFirst(), next, &values, &otherMethods)
        {
            return found
        }
        guard let next = node.parameter.first, let value = PercentEncoding.decode(segment), !value.isEmpty else {
            return nil
        }
        values.append(value)
        if let found = find(method, segments.dropFirst(), next, &values, &otherMethods) { return found }
        values.removeLast()
        return nil
    }
}
