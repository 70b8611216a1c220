/// The values of a query's parameters, in order, in binary format.
///
/// One buffer for all of them: a query costs three allocations however many values it has.
package struct Bindings: Sendable {
    /// Of every value, the object identifier of its type.
    private(set) var types: [UInt32] = []
    /// Of every value, where it begins and how long it is; `nil` for NULL.
    private(set) var spans: [Range<Int>?] = []
    private(set) var bytes: [UInt8] = []

    package var count: Int { types.count }

    mutating func append<Value: PostgresValue>(_ value: Value?) {
        types.append(Value.postgresType.oid)
        guard let value else {
            spans.append(nil)
            return
        }
        let start = bytes.count
        value.encode(into: &bytes)
        spans.append(start..<bytes.count)
    }
}
