import ArgumentParser
import AsyncHTTPClient
import Campus
import Endpoints
import Foundation

/// Walks through the platform's main job on a running installation, as its users would.
struct Verify: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        abstract: "Check a running installation from end to end.",
        discussion: """
            Registers a learner, has a teacher make a course, lets the learner finish it, and waits for certificate, \
            notification and mail. Prints a line for each step with its time; exits with 0 when all passed. What it \
            makes is marked as made by this check: its course is archived at the end.
            """
    )

    @Argument(help: "Where the gateway answers.")
    var url = "http://localhost:8000"

    @Option(help: "The school's code.")
    var school = "sunrise-academy"

    @Option(help: "The e-mail address of a teacher of the school.")
    var teacher = "wanjiku@sunrise.example.com"

    @Option(help: "The teacher's password; also read from ELYMICA_VERIFY_PASSWORD.")
    var password: String?

    @Flag(help: "Ask for each service's health through the gateway, not on its own port.")
    var gatewayOnly = false

    func run() async throws {
        let client = HTTPClient(eventLoopGroup: HTTPClient.defaultEventLoopGroup)
        let password = password ?? ProcessInfo.processInfo.environment["ELYMICA_VERIFY_PASSWORD"] ?? Demo.password
        let journey = Journey(
            visitor: PlatformClient(baseURL: url, client: client),
            http: client,
            school: school,
            teacher: teacher,
            password: password,
            usesPorts: !gatewayOnly
        )
        let passed = await journey.run()
        try? await client.shutdown()
        guard passed else { throw ExitCode(1) }
    }
}
