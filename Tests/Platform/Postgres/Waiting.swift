/// Waits until a condition holds, without keeping a thread from those who are to bring it about; the suite's time limit
/// ends a wait in vain.
func eventually(_ condition: () async throws -> Bool) async throws {
    while try await !condition() { try await Task.sleep(for: .milliseconds(1)) }
}
