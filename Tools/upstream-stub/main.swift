import Glibc
import UpstreamStubs

// Plays Flowise and an OpenAI-compatible server until it is ended: `upstream-stub 3002`. Without a port it takes a free
// one; its address is the first line it prints.
let port = CommandLine.arguments.dropFirst().first.flatMap { Int($0) } ?? 0
let stub = try await UpstreamStub(port: port)
let line = Array("\(stub.url)\n".utf8)
_ = line.withUnsafeBytes { write(STDOUT_FILENO, $0.baseAddress, $0.count) }
while true { try await Task.sleep(for: .seconds(3_600)) }
