/// What a client's `User-Agent` says it is, in words for the person who reads a list of sessions.
///
/// Agents claim to be each other: Edge says Chrome, Chrome says Safari. So the first name that fits wins.
enum DeviceName {
    private static let clients = [
        ("Edg", "Edge"), ("OPR/", "Opera"), ("Opera", "Opera"), ("SamsungBrowser", "Samsung Internet"),
        ("Firefox/", "Firefox"), ("FxiOS", "Firefox"), ("CriOS", "Chrome"), ("Chrome/", "Chrome"),
        ("Safari/", "Safari"), ("okhttp", "App"), ("Dart/", "App"), ("node", "Portal"), ("axios", "Portal"),
        ("undici", "Portal"), ("curl/", "curl"),
    ]
    private static let systems = [
        ("Android", "Android"), ("iPhone", "iPhone"), ("iPad", "iPad"), ("Windows", "Windows"), ("CrOS", "ChromeOS"),
        ("Mac OS X", "macOS"), ("Linux", "Linux"),
    ]

    static func describe(_ agent: String?) -> String {
        guard let agent else { return "Unknown device" }
        let client = clients.first { agent.contains($0.0) }?.1
        let system = systems.first { agent.contains($0.0) }?.1
        return switch (client, system) {
        case (let client?, let system?): "\(client) on \(system)"
        case (let name?, nil), (nil, let name?): name
        case (nil, nil): "Unknown device"
        }
    }
}
