import Access
import Campus
import CampusTestKit
import ChatAPI
import ChatService
import Endpoints
import Files
import FoundationEssentials
import Postgres
import Values

/// A question that was kept with files.
struct FiledQuestion: Sendable {
    let session: ChatSessionID
    let turn: ChatMessageID
}

extension Person {
    /// As the service sees them.
    var principal: Principal {
        let identity = Identity(userID: id, tenantID: school.id, role: .student, sessionID: SessionID())
        return Principal(identity, issuedAt: Date(), expiresAt: Date().addingTimeInterval(900))
    }
}

extension TestCampus {
    /// The chat service of this process.
    var chat: ChatService {
        get throws {
            let services = campus.services.compactMap { $0.definition as? ChatService }
            guard let chat = services.first else { throw DidNotHappen(description: "there is no chat service") }
            return chat
        }
    }

    /// A turn without files, in a session of its own.
    func turn(of person: Person) async throws -> FiledQuestion {
        let session = try await person.ask("Rain?").data(of: "session_id")?.string ?? ""
        let history = try await person.get("/api/v1/chat/sessions/\(session)/history").json["history"]
        guard let id = ChatSessionID(session), let turn = ChatMessageID(history?[0]?["id"]?.string ?? "") else {
            throw DidNotHappen(description: "the question was not kept")
        }
        return FiledQuestion(session: id, turn: turn)
    }

    /// A question of somebody, kept with files.
    func question(by person: Person, with uploads: [ChatUpload]) async throws -> FiledQuestion {
        let question = try await turn(of: person)
        let received = try await chat.receive(uploads, for: person.principal, at: Date())
        try await attach(received, to: question, of: person)
        return question
    }

    func attach(_ uploads: [ReceivedUpload], to question: FiledQuestion, of person: Person) async throws {
        let caller = person.principal
        try await database.tenant(person.school.id) { transaction in
            try transaction.attach(
                uploads,
                to: question.turn,
                in: question.session,
                chatflow: "campus-tutor",
                for: caller,
                at: Date()
            )
        }
    }

    /// How many files a school has, pending ones as well.
    func storedFiles(in school: School) async throws -> Int {
        try await database.tenant(school.id).value("select count(*) from files.files", as: Int.self) ?? -1
    }

    /// What storage and database say of each other once all that was let go of is removed.
    func settled() async throws -> CompareReport {
        try await campus.files.sweep(abandonedAfter: .seconds(-5))
        return try await campus.files.compare(orphanedAfter: .seconds(-5))
    }
}
