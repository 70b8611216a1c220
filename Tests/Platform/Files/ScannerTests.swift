import Files
import Testing
import Values

@Suite("Scanning for viruses", .timeLimit(.minutes(5)))
struct ScannerTests {
    private let text = Array("nothing to see\n".utf8)
    private let virus = Array("X5O!P%@AP EICAR-STANDARD-ANTIVIRUS-TEST-FILE\n".utf8)

    private func scan(_ bytes: [UInt8], _ scanner: ClamdScanner) async throws {
        try await withDirectory { directory in
            try await scanner.scan(Spool(directory: directory).receive(Pieces(bytes: bytes), limit: 1 << 20))
        }
    }

    @Test("A clean file passes and an infected one is refused, over TCP and over a socket")
    func verdicts() async throws {
        try await withDirectory { directory in
            _ = try await Spool(directory: directory).prepare()
            for socket in [nil, directory + "/clamd.ctl"] {
                try await FakeClamd.with(socket: socket) { url in
                    let scanner = try ClamdScanner(url: url)
                    try await scan(text, scanner)
                    try await scan([UInt8](repeating: 65, count: 300_000), scanner)
                    await #expect(throws: FilesError.infected(signature: "Eicar-Test-Signature")) {
                        try await scan(virus, scanner)
                    }
                }
            }
        }
    }

    @Test("Without the scanner's word nothing passes", arguments: [FakeClamd.Mood.refusing, .silent, .closing])
    func failsClosed(mood: FakeClamd.Mood) async throws {
        try await FakeClamd.with(mood) { url in
            let scanner = try ClamdScanner(url: url, deadline: .milliseconds(500))
            await #expect(throws: FilesError.scannerUnavailable) { try await scan(text, scanner) }
        }
    }

    @Test("A scanner that is away refuses the upload, and nothing is stored")
    func away() async throws {
        let scanner = try ClamdScanner(url: "unix:/tmp/no-such-socket.ctl")
        try await withLibrary(scanner: scanner) { library, _, directory in
            let tenant = TenantID()
            await #expect(throws: FilesError.scannerUnavailable) {
                _ = try await library.receive(Pieces(bytes: text), .text(), in: tenant)
            }
            #expect(files(below: directory) == [])
            let usage = try await library.usage(tenant)
            #expect(usage == 0)
        }
    }

    @Test(
        "An address that is none is refused",
        arguments: [
            "", "127.0.0.1:3310", "tcp://127.0.0.1", "tcp://:3310", "tcp://a:0", "tcp://a:99999", "unix:clamd.ctl",
            "http://a:1",
        ]
    )
    func addresses(url: String) {
        #expect(throws: InvalidValue.self) { try ClamdScanner(url: url) }
    }
}
