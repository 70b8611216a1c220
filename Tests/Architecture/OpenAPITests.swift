import Campus
import FoundationEssentials
import Testing
import Values

/// The documents of the API, as checked in and as the code makes them.
@Suite("OpenAPI", .timeLimit(.minutes(15)))
struct OpenAPITests {
    @Test("The documents under docs/openapi are what the code says; `elymica openapi --write docs/openapi` makes them")
    func upToDate() throws {
        let folder = URL(filePath: #filePath).deletingLastPathComponent().appending(path: "../../docs/openapi").path
        let documents = try Documents.openAPI()
        let files = try FileManager.default.contentsOfDirectory(atPath: folder).filter { $0.hasSuffix(".json") }
        #expect(Set(files) == Set(documents.map { "\($0.name).json" }))
        let stale = documents.filter { name, text in
            FileManager.default.contents(atPath: "\(folder)/\(name).json") != Data(text.utf8)
        }
        #expect(stale.map(\.name) == [])
    }

    @Test("Every operation has a name and a request line of its own")
    func distinct() throws {
        let (atGateway, ofFaces) = (try DocumentedOperation.all(), try DocumentedOperation.ofFaces())
        #expect(Self.repeated((atGateway + ofFaces).map(\.name)) == [])
        for operations in [atGateway] + Dictionary(grouping: ofFaces, by: \.service).values {
            let lines = operations.flatMap { operation in
                operation.paths.map { path in
                    "\(operation.method) \(path.replacing(#/\{[A-Za-z_]+\}/#, with: "{}"))"
                }
            }
            #expect(Self.repeated(lines) == [])
        }
    }

    @Test("The parameters of an operation are those of its path")
    func parameters() throws {
        for operation in try DocumentedOperation.all() + DocumentedOperation.ofFaces() {
            let inPath = operation.members.filter { $0.place == .path }.map { "{\($0.name)}" }
            let path = try #require(operation.paths.first)
            #expect(Set(inPath) == Set(path.matches(of: #/\{[A-Za-z_]+\}/#).map { String($0.output) }), "\(path)")
        }
    }

    @Test(
        "What may be left out is not documented as required",
        arguments: [
            ("ListCourses", "enrolled"), ("CreateCourse", "self_enrollment"), ("CreateLesson", "is_published"),
            ("SignOut", "refresh_token"), ("CreateTenant", "self_registration"), ("EnrollInCourse", "student_id"),
        ]
    )
    func optional(operation: String, member: String) throws {
        let operation = try #require(try DocumentedOperation.all().first { $0.name == operation })
        #expect(try #require(operation.members.first { $0.name == member }).isRequired == false)
    }

    private static func repeated(_ names: [String]) -> [String] {
        Dictionary(grouping: names, by: \.self).filter { $0.value.count > 1 }.keys.sorted()
    }
}
