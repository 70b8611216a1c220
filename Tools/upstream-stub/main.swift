import Glibc
import UpstreamStubs
import Values

// Plays Flowise and an OpenAI-compatible server until it is ended: `upstream-stub 3002 slow fail-mid` lists those two
// as its flows. Without a port it takes a free one; its address is the first line it prints.
let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 0
let stub = try await UpstreamStub(port: port)
stub.list(
    chatflows: CommandLine.arguments.dropFirst(2).map { name in
        ["id": .string(name), "name": .string(name), "deployed": true, "type": "CHATFLOW"]
    }
)
let line = Array("\(stub.url)\n".utf8)
_ = line.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
while true { try await Task.sleep(for: .seconds(3_600)) }
