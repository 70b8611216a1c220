import FoundationEssentials
import Values

/// A day in words: `21 November 2026`, in UTC.
enum PrintedDate {
    private static let months = [
        "January", "February", "March", "April", "May", "June", "July", "August", "September", "October", "November",
        "December",
    ]

    static func text(_ date: Date) -> String {
        let parts = Timestamp.text(date).prefix(10).split(separator: "-").compactMap { Int($0) }
        guard parts.count == 3, months.indices.contains(parts[1] - 1) else { return "" }
        return "\(parts[2]) \(months[parts[1] - 1]) \(parts[0])"
    }
}
