import AuthService
import Postgres

extension Launch {
    /// Prints the way to the first administrator, while there is nobody who could add one.
    func introduceFirstAdministrator(_ database: Database) async throws {
        guard options.runs("auth"), !options.demo else { return }
        let first = FirstAdministrator(database: database)
        if let token = try await first.firstToken() {
            say(Self.invitation(token, port: options.runs("gateway") ? options.port(of: 8000) : options.port(of: 8007)))
        } else if try await !first.isThere {
            say("Nobody administers this installation yet: elymica setup-token prints a token for the first to do so.")
        }
    }

    private static func invitation(_ token: String, port: Int) -> String {
        """
        Nobody administers this installation yet. This token opens the first school; it is shown only now, and
        elymica setup-token makes another.

          Setup token  \(token)

          curl http://localhost:\(port)/api/auth/setup -H 'content-type: application/json' -d '{
            "token": "\(token)",
            "school": "Baobab School", "subdomain": "baobab",
            "name": "Head Teacher", "email": "head@baobab.example.com", "password": "…"}'

        Or, on this machine: elymica tenant create, elymica user create.
        """
    }
}
