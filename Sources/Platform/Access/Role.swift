/// What a person is in a school; raw values as on the wire.
package enum Role: String, Codable, Sendable, CaseIterable, Hashable {
    case student
    case teacher
    case parent
    case admin
    /// Runs the platform, in the platform's own tenant; allowed wherever an admin is.
    case superAdmin = "super_admin"
}
