import Glibc
import Processes
import TestKit
import Testing

@Suite("Starting programs", .timeLimit(.minutes(5)))
struct ProgramTests {
    /// What a shell wrote, and how it ended.
    private func run(_ script: String, in directory: String? = nil) throws -> (output: String, status: Int32) {
        var ends: [Int32] = [-1, -1]
        try #require(pipe(&ends) == 0)
        defer { close(ends[0]) }
        let shell = Program(
            ["sh", "-c", script],
            environment: ["PATH=/usr/bin:/bin", "SEASON=rain"],
            in: directory,
            output: .descriptor(ends[1])
        )
        let process = try shell.start()
        close(ends[1])
        var output: [UInt8] = []
        var piece = [UInt8](repeating: 0, count: 4096)
        while case let count = read(ends[0], &piece, piece.count), count > 0 { output += piece.prefix(count) }
        return (String(decoding: output, as: UTF8.self), Program.wait(for: process))
    }

    @Test("It has none of our files, whatever they are, and its output ends with it")
    func files() throws {
        let file = open("/dev/zero", O_RDONLY)
        let connection = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
        defer { for file in [file, connection] { close(file) } }
        #expect(fcntl(file, F_GETFD) & FD_CLOEXEC == 0 && fcntl(connection, F_GETFD) & FD_CLOEXEC == 0)
        // The fourth is the directory that `ls` lists.
        let (output, status) = try run("ls /proc/self/fd")
        #expect(output == "0\n1\n2\n3\n")
        #expect(status == 0)
    }

    @Test("It runs where it was told to, in its own environment and session, with every signal as it was at first")
    func surroundings() throws {
        #expect(try run("pwd", in: "/usr/bin").output == "/usr/bin\n")
        #expect(try run("env | grep -v ^PWD | sort; echo complaint >&2").output.hasSuffix("SEASON=rain\ncomplaint\n"))
        #expect(try run(#"[ "$(ps -o sid= -p $$ | tr -d " ")" = $$ ] && echo own"#).output == "own\n")
        let signals = try run("grep -E '^Sig(Blk|Ign)' /proc/self/status").output
        // Of 32 and 33, which are its own, glibc does not let go; the last seven digits are 1 to 28.
        #expect(signals.split(separator: "\n").count { $0.hasSuffix("0000000") } == 2, "\(signals)")
    }

    @Test("Its end is told: a status, or the signal that ended it")
    func ends() throws {
        #expect(try run("exit 7").status == 7)
        #expect(try run("kill -9 $$").status == -9)
    }

    @Test("What cannot be started says so by name")
    func missing() {
        let error = #expect(throws: ProgramError.self) {
            try Program(["/nowhere/program"], environment: []).start()
        }
        #expect(error?.description == "/nowhere/program cannot be started: No such file or directory")
        #expect(throws: ProgramError.self) { try Program(["/bin/true"], environment: [], in: "/nowhere").start() }
        #expect(throws: ProgramError.self) { try Program([], environment: []).start() }
    }
}
