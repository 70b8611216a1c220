package import Access
package import Values

extension Campus {
    /// An access token for somebody without a session row: what processes send each other, and what tests begin with.
    package func accessToken(
        for userID: UserID,
        in tenantID: TenantID,
        role: Role,
        name: String? = nil
    ) async throws -> String {
        let identity = Identity(userID: userID, tenantID: tenantID, role: role, sessionID: SessionID(), name: name)
        return try self.identity.signer.issue(to: identity, at: parts.clock()).text
    }
}
