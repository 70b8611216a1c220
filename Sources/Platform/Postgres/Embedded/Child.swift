import Glibc
import Processes

/// Starting PostgreSQL's programs.
enum Child {
    /// Starts a program whose output goes to `output`; returns its process id.
    static func start(_ arguments: [String], output: String) throws(EmbeddedServerError) -> pid_t {
        let path = getenv("PATH").map { String(cString: $0) } ?? "/usr/bin:/bin"
        let program = Program(
            arguments,
            environment: ["PATH=\(path)", "LC_ALL=C.UTF-8", "HOME=/"],
            // Because PostgreSQL goes back to where it came from, as another user perhaps.
            in: "/",
            output: .file(output)
        )
        do throws(ProgramError) {
            return try program.start()
        } catch {
            throw .failed(step: arguments[0], output: "the program cannot be started")
        }
    }

    /// Runs a short program and returns what it wrote; throws when it fails.
    static func output(of arguments: [String]) throws(EmbeddedServerError) -> String {
        var template = Array("/tmp/elymica-output-XXXXXX".utf8CString)
        let descriptor = mkstemp(&template)
        guard descriptor >= 0 else { throw .cannotWrite(path: "/tmp") }
        close(descriptor)
        let file = template.withUnsafeBufferPointer { $0.baseAddress.map { String(cString: $0) } ?? "" }
        defer { unlink(file) }
        let status = Program.wait(for: try start(arguments, output: file))
        let text = Files.text(file) ?? ""
        guard status == 0 else {
            let line = text.split(separator: "\n").last { $0.contains("error") || $0.contains("FATAL") }
            throw .failed(step: arguments[0], output: line.map(String.init) ?? String(text.suffix(300)))
        }
        return text
    }
}
