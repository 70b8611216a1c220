import ArgumentParser
import AuthService
import Campus
import Values

/// The keys that tokens are signed with.
struct KeyCommand: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
        commandName: "key",
        abstract: "The keys that tokens are signed with.",
        subcommands: [Rotate.self]
    )

    /// Replaces the signing key.
    struct Rotate: AsyncParsableCommand {
        static let configuration = CommandConfiguration(
            abstract: "Replace the signing key without anybody noticing.",
            discussion: """
                The new key is published at once and signs in six minutes; the old one is accepted until its last \
                token has expired. Running processes hear of it by themselves. With --now, for a key that was \
                stolen, the old one is refused within a second, and every client fetches a new token.
                """
        )

        @OptionGroup var launch: LaunchArguments
        @Flag(help: "Refuse the old keys at once: one was stolen.")
        var now = false

        func run() async throws {
            try await Console.run {
                let settings = try await Settings.load(file: launch.settings)
                guard settings.accessSecret == nil else {
                    throw Failure(message: "Tokens are signed with JWT_ACCESS_SECRET: change it and restart.")
                }
                try await Administration.open(launch) { administration in
                    guard let rotation = try await administration.rotateKeys(atOnce: now) else { return }
                    print("The new key is \(rotation.id).")
                    print(
                        now
                            ? "It signs now; tokens of the keys before it are refused."
                            : "It signs from \(Timestamp.text(rotation.signsFrom)) on; the keys before it are accepted "
                                + "until \(Timestamp.text(rotation.othersAcceptedUntil))."
                    )
                }
            }
        }
    }
}
