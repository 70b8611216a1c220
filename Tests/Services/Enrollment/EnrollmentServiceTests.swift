import CampusTestKit
import Endpoints
import EnrollmentService
import Testing

@Suite("The enrollment service", .timeLimit(.minutes(15)))
struct EnrollmentServiceTests {
    @Test("Every operation has a path of its own below the service's paths")
    func paths() {
        let directory = ServiceDirectory([EnrollmentService.identity])
        for operation in EnrollmentService().operations {
            for path in [operation.route.path] + operation.route.aliases {
                #expect(directory.service(for: path.description[...])?.name == "enrollment", "\(path)")
            }
        }
    }
}
