// swift-tools-version: 6.2
import PackageDescription

// Every target is built by one of the factories below, so that a service cannot be given another shape: it has an API
// target (endpoints, the types they carry, the events it announces) and a Service target (handlers, rules, SQL). A
// Service target may depend on Platform targets and on API targets; there is no way to name another Service here.

let package = Package(
    name: "elymica",
    platforms: [.macOS(.v15)],
    products: [.executable(name: "elymica", targets: ["elymica"])],
    dependencies: [
        .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2"),
        .package(url: "https://github.com/apple/swift-configuration", from: "1.4.0", traits: []),
        .package(url: "https://github.com/apple/swift-crypto", "3.12.3"..<"5.0.0"),
        .package(url: "https://github.com/apple/swift-http-types", from: "1.8.0"),
        .package(url: "https://github.com/apple/swift-log", from: "1.16.0"),
        .package(url: "https://github.com/apple/swift-nio", from: "2.101.0"),
        .package(url: "https://github.com/apple/swift-nio-extras", from: "1.35.0"),
        .package(url: "https://github.com/apple/swift-nio-ssl", from: "2.37.0"),
        .package(url: "https://github.com/apple/swift-system", from: "1.8.0"),
        .package(url: "https://github.com/hummingbird-project/hummingbird", from: "2.28.1", traits: []),
        .package(url: "https://github.com/hummingbird-project/swift-mustache", from: "2.1.1"),
        .package(url: "https://github.com/swift-server/async-http-client", from: "1.37.0"),
        .package(url: "https://github.com/swiftcsv/SwiftCSV", from: "0.10.0"),
        .package(url: "https://github.com/swift-server/swift-service-lifecycle", from: "2.13.0"),
    ],
    targets: platformTargets + serviceTargets + programTargets
)

// MARK: Platform — what every service stands on; none of it knows a service.

var platformTargets: [Target] {
    [
        system("CPostgres", package: "libpq", apt: "libpq-dev"),
        system("CArgon2", package: "libargon2", apt: "libargon2-dev"),
        system("CCrypt", package: "libxcrypt", apt: "libcrypt-dev"),
        system("CCurl", package: "libcurl", apt: "libcurl4-openssl-dev"),
        system("CHiredis", package: "hiredis", apt: "libhiredis-dev"),
        system("CMagic", package: "libmagic", apt: "libmagic-dev"),
        system("CPango", package: "pangocairo", apt: "libpango1.0-dev"),
        system("CQREncode", package: "libqrencode", apt: "libqrencode-dev"),
        system("CXML", package: "libxml-2.0", apt: "libxml2-dev"),
        system("CZlib", package: "zlib", apt: "zlib1g-dev"),

        .systemLibrary(name: "CSpawn", path: "Sources/Platform/CSpawn"),
        .target(name: "CGivingWay", path: "Sources/Platform/CGivingWay"),
        platform("Values"),
        platform("Processes", uses: ["CSpawn"]),
        platform("EventLoops", uses: [nioCore, nioPosix]),
        platform("Telemetry", uses: ["Values", logging]),
        platform("Postgres", uses: ["Values", "Telemetry", "Processes", "CPostgres", logging]),
        platform("Access", uses: ["Values", "Telemetry", crypto]),
        platform("Events", uses: ["Values", "Telemetry", "Postgres", logging]),
        platform(
            "Cache",
            uses: ["Values", "Telemetry", "CHiredis", logging, nioCore, nioPosix, crypto]
        ),
        platform(
            "Endpoints",
            uses: [
                "Values", "EventLoops", "Telemetry", "Postgres", "Access", "Events", "Cache", "CZlib", logging,
                httpTypes, httpServer, nioCore, nioPosix, nioHTTP1, nioHTTPTypesHTTP1, nioExtras,
                httpClient, lifecycle, crypto,
            ]
        ),
        platform(
            "Files",
            uses: [
                "Values", "Telemetry", "Processes", "Postgres", "Events", "CMagic", "CXML", logging, httpTypes, nioCore,
                nioPosix, nioHTTP1, httpClient, crypto,
            ]
        ),
        platform("Documents", uses: ["Values", "CPango", "CQREncode"]),
        platform("Mail", uses: ["Values", "CCurl", logging]),
        platform("Pages", uses: [mustache]),
        platform("RichText", uses: ["Values", "CXML"]),
        platform(
            "Upstreams",
            uses: ["Values", "EventLoops", "Telemetry", nioCore, nioPosix, nioHTTP1, nioSSL, nioTLS]
        ),
        platform("UpstreamStubs", uses: ["Values", nioCore, nioPosix, nioHTTP1]),
        platform(
            "TestKit",
            uses: [
                "Values", "Telemetry", "Processes", "Postgres", "Access", "Events", "Endpoints", logging, httpClient,
                nioCore, nioPosix, nioHTTP1,
            ]
        ),

        platformTests("Values"),
        platformTests("Processes"),
        platformTests("EventLoops"),
        platformTests("Telemetry"),
        platformTests("Postgres"),
        platformTests("Access"),
        platformTests("Cache"),
        platformTests("Events"),
        platformTests("Endpoints"),
        platformTests("Files"),
        platformTests("Documents"),
        platformTests("Mail"),
        platformTests("Pages"),
        platformTests("RichText"),
        tests(
            "Upstreams",
            path: "Tests/Platform/Upstreams",
            uses: [
                "Values", "Telemetry", "Processes", "Upstreams", "UpstreamStubs", nioCore, nioPosix, nioSSL,
            ]
        ),
    ].compactMap { $0 }
}

// MARK: Services

var serviceTargets: [Target] {
    [
        service("Auth", uses: ["CArgon2", "CCrypt", "CGivingWay", "EventLoops", "Documents", "Pages", crypto, csv]),
        service("LMS"),
        service("Content", uses: ["RichText"]),
        service("Enrollment"),
        service("Certificate", uses: ["Documents", "Pages", crypto]),
        service("Notification", uses: ["Mail", "Pages"]),
        service("SMS", uses: [httpClient, nioCore, nioHTTP1, crypto]),
        service("Accounting"),
        service("Chat", calls: ["Accounting"], uses: ["EventLoops", "Upstreams", "Files", "Pages", nioCore, crypto]),
        service("Gateway", uses: [httpServer]),
    ].flatMap { $0 }
}

// MARK: Program

var programTargets: [Target] {
    let apis: [Target.Dependency] = [
        "Auth", "LMS", "Content", "Enrollment", "Certificate", "Notification", "SMS", "Accounting",
        "Chat", "Gateway",
    ]
    .map { .target(name: $0 + "API") }
    let implementations: [Target.Dependency] = [
        "Auth", "LMS", "Content", "Enrollment", "Certificate", "Notification", "SMS", "Accounting",
        "Chat", "Gateway",
    ].map { .target(name: $0 + "Service") }
    let everything: [Target.Dependency] = [
        "Values", "Telemetry", "Postgres", "Access", "Events", "Cache", "Endpoints", "Files", "Mail", "Upstreams",
    ]
    return [
        .target(
            name: "Campus",
            dependencies: everything + apis + implementations + [
                logging, lifecycle, signals, configuration, systemPackage, httpClient, nioCore,
            ],
            path: "Sources/Campus",
            swiftSettings: house
        ),
        .executableTarget(
            name: "elymica",
            dependencies: everything + apis + [
                "Campus", "AuthService", arguments, logging, lifecycle, httpClient, nioCore,
            ],
            path: "Sources/elymica",
            swiftSettings: house
        ),
        .target(
            name: "CampusTestKit",
            dependencies: everything + apis + [
                "Campus", "AuthService", "TestKit", logging, lifecycle, httpClient, nioCore,
            ],
            path: "Sources/CampusTestKit",
            swiftSettings: house
        ),
        .executableTarget(name: "tidy", path: "Tools/tidy", swiftSettings: house),
        .executableTarget(
            name: "upstream-stub",
            dependencies: ["UpstreamStubs", "Values"],
            path: "Tools/upstream-stub",
            swiftSettings: house
        ),
        tests("Contracts", path: "Tests/Contracts", uses: everything + apis + wholeProgram + [crypto]),
        tests("Journeys", path: "Tests/Journeys", uses: everything + apis + wholeProgram),
        tests("Architecture", path: "Tests/Architecture", uses: everything + apis + wholeProgram),
    ].compactMap { $0 }
}

/// What tests of the whole program use besides the platform.
var wholeProgram: [Target.Dependency] {
    [
        "Campus", "AuthService", "Processes", "TestKit", "CampusTestKit", "UpstreamStubs", logging, httpClient,
        httpTypes, nioCore,
    ]
}

// MARK: Products of other packages

var arguments: Target.Dependency { .product(name: "ArgumentParser", package: "swift-argument-parser") }
var configuration: Target.Dependency { .product(name: "Configuration", package: "swift-configuration") }
var csv: Target.Dependency { .product(name: "SwiftCSV", package: "SwiftCSV") }
var crypto: Target.Dependency { .product(name: "Crypto", package: "swift-crypto") }
var httpClient: Target.Dependency { .product(name: "AsyncHTTPClient", package: "async-http-client") }
var httpServer: Target.Dependency { .product(name: "HummingbirdCore", package: "hummingbird") }
var httpTypes: Target.Dependency { .product(name: "HTTPTypes", package: "swift-http-types") }
var lifecycle: Target.Dependency { .product(name: "ServiceLifecycle", package: "swift-service-lifecycle") }
var logging: Target.Dependency { .product(name: "Logging", package: "swift-log") }
var signals: Target.Dependency { .product(name: "UnixSignals", package: "swift-service-lifecycle") }
var systemPackage: Target.Dependency { .product(name: "SystemPackage", package: "swift-system") }
var mustache: Target.Dependency { .product(name: "Mustache", package: "swift-mustache") }
var nioCore: Target.Dependency { .product(name: "NIOCore", package: "swift-nio") }
var nioExtras: Target.Dependency { .product(name: "NIOExtras", package: "swift-nio-extras") }
var nioHTTP1: Target.Dependency { .product(name: "NIOHTTP1", package: "swift-nio") }
var nioHTTPTypesHTTP1: Target.Dependency { .product(name: "NIOHTTPTypesHTTP1", package: "swift-nio-extras") }
var nioPosix: Target.Dependency { .product(name: "NIOPosix", package: "swift-nio") }
var nioSSL: Target.Dependency { .product(name: "NIOSSL", package: "swift-nio-ssl") }
var nioTLS: Target.Dependency { .product(name: "NIOTLS", package: "swift-nio") }

// MARK: Factories

var house: [SwiftSetting] {
    [
        .swiftLanguageMode(.v6),
        .enableUpcomingFeature("ExistentialAny"),
        .enableUpcomingFeature("MemberImportVisibility"),
        .enableUpcomingFeature("InternalImportsByDefault"),
        .treatAllWarnings(as: .error),
    ]
}

@MainActor func system(_ name: String, package: String, apt: String) -> Target {
    .systemLibrary(name: name, path: "Sources/Platform/\(name)", pkgConfig: package, providers: [.apt([apt])])
}

@MainActor func platform(_ name: String, uses: [Target.Dependency] = []) -> Target {
    .target(name: name, dependencies: uses, path: "Sources/Platform/\(name)", swiftSettings: house)
}

/// A service: `<name>API` and `<name>Service`, with its tests. `calls` names the services whose endpoints it calls.
@MainActor func service(_ name: String, calls: [String] = [], uses: [Target.Dependency] = []) -> [Target] {
    let foundation: [Target.Dependency] = [
        "Values", "Telemetry", "Postgres", "Access", "Events", "Cache", "Endpoints", logging, httpTypes,
    ]
    let called: [Target.Dependency] = calls.map { .target(name: $0 + "API") }
    let announced: [Target.Dependency] = announcements[name, default: []].map { .target(name: $0 + "API") }
    return [
        .target(
            name: name + "API",
            dependencies: ["Values", "Access", "Events", "Endpoints", httpTypes],
            path: "Sources/Services/\(name)/API",
            swiftSettings: house
        ),
        .target(
            name: name + "Service",
            dependencies: foundation + [.target(name: name + "API")] + called + announced + uses,
            path: "Sources/Services/\(name)/Service",
            swiftSettings: house
        ),
        tests(
            name,
            path: "Tests/Services/\(name)",
            uses: foundation + [
                .target(name: name + "API"), .target(name: name + "Service"), "TestKit", "CampusTestKit", "Campus",
                "UpstreamStubs", httpClient, nioCore, nioHTTP1,
            ]
                + ([
                    "Auth", "LMS", "Content", "Enrollment", "Certificate", "Notification", "SMS", "Accounting",
                    "Chat", "Gateway",
                ].filter { $0 != name })
                .map { .target(name: $0 + "API") } + uses
        ),
    ].compactMap { $0 }
}

/// Whose events a service listens to. Calls between services form a directed acyclic graph; events may flow either way.
var announcements: [String: [String]] {
    [
        "Auth": ["Chat"],
        "LMS": ["Content"],
        "Enrollment": ["LMS"],
        "Certificate": ["Auth", "LMS"],
        "Notification": ["Auth", "Enrollment", "LMS", "Certificate"],
        "SMS": ["Auth"],
    ]
}

@MainActor func platformTests(_ name: String) -> Target? {
    tests(
        name,
        path: "Tests/Platform/\(name)",
        uses: [
            "Values", "Processes", "EventLoops", "Telemetry", "Postgres", "Access", "Events", "Cache", "Endpoints",
            "Files", "Documents", "Mail", "Pages", "RichText", "TestKit",
            logging, httpClient, httpTypes, nioCore, nioPosix, nioHTTP1, crypto, httpServer, lifecycle,
        ]
    )
}

/// `ELYMICA_TESTS=Enrollment,Postgres` keeps only those test targets: a quick loop links one small bundle.
@MainActor func tests(_ name: String, path: String, uses: [Target.Dependency]) -> Target? {
    if let wanted = Context.environment["ELYMICA_TESTS"], !wanted.split(separator: ",").contains(Substring(name)) {
        return nil
    }
    return .testTarget(name: name + "Tests", dependencies: uses, path: path, swiftSettings: house)
}
