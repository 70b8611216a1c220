import AsyncHTTPClient
import Foundation
import NIOCore
import NIOHTTP1
import Processes
import TestKit

/// A server that speaks S3 and checks signatures with Amazon's own library: `moto` from PyPI, which `Scripts/setup.sh`
/// puts into `.build/moto`. One for all tests of the process; it goes when the process goes.
actor MotoServer {
    static let shared = MotoServer()

    struct Account: Sendable {
        let url: String
        let accessKey: String
        let secretKey: String
    }

    struct DidNotStart: Error, CustomStringConvertible {
        let description: String
    }

    private var account: Task<Account, any Error>?

    /// Somebody who may use every bucket.
    func user() async throws -> Account {
        let task = account ?? Task { try await start() }
        account = task
        return try await task.value
    }

    private func start() async throws -> Account {
        let program =
            URL(fileURLWithPath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
            .deletingLastPathComponent().deletingLastPathComponent().path + "/.build/moto/bin/moto_server"
        guard FileManager.default.isExecutableFile(atPath: program) else {
            throw DidNotStart(description: "run Scripts/setup.sh tests: there is no \(program)")
        }
        let port = Int.random(in: 20_000..<32_000)
        // The shell ends the server when the tests are over, however that comes. After four calls without a key, which
        // make the bucket, the user and what they may, nothing is answered that is not signed.
        let script = """
            INITIAL_NO_AUTH_ACTION_COUNT=4 "$0" -H 127.0.0.1 -p \(port) </dev/null >/dev/null 2>&1 & server=$!
            while [ -d /proc/\(getpid()) ] && kill -0 $server 2>/dev/null; do sleep 0.3; done
            kill -9 $server 2>/dev/null
            """
        try Program(["/bin/sh", "-c", script, program], environment: Program.environment).startDetached()
        let url = "http://127.0.0.1:\(port)"
        let deadline = ContinuousClock.now + .seconds(60)
        while ContinuousClock.now < deadline {
            if (try? await Self.ask(url + "/moto-api/data.json")) != nil { return try await Self.makeUser(url) }
            try await Task.sleep(for: .milliseconds(100))
        }
        throw DidNotStart(description: "moto_server does not answer")
    }

    private static func makeUser(_ url: String) async throws -> Account {
        let policy = #"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:*","Resource":"*"}}"#
        _ = try await iam(url, "Action=CreateUser&UserName=elymica")
        _ = try await iam(url, "Action=PutUserPolicy&UserName=elymica&PolicyName=all&PolicyDocument=\(policy.encoded)")
        var bucket = HTTPClientRequest(url: url + "/school-files")
        bucket.method = .PUT
        _ = try await ask(bucket)
        let key = try await iam(url, "Action=CreateAccessKey&UserName=elymica")
        guard let id = key.between("<AccessKeyId>", "</"), let secret = key.between("<SecretAccessKey>", "</") else {
            throw DidNotStart(description: "moto_server made no key")
        }
        return Account(url: url, accessKey: id, secretKey: secret)
    }

    private static func iam(_ url: String, _ form: String) async throws -> String {
        var request = HTTPClientRequest(url: url)
        request.method = .POST
        request.headers = [
            "Content-Type": "application/x-www-form-urlencoded",
            "Authorization": "AWS4-HMAC-SHA256 Credential=none/20261126/us-east-1/iam/aws4_request, "
                + "SignedHeaders=host, Signature=none",
        ]
        request.body = .bytes(ByteBuffer(string: form + "&Version=2010-05-08"))
        return try await ask(request)
    }

    private static func ask(_ url: String) async throws -> String { try await ask(HTTPClientRequest(url: url)) }

    private static func ask(_ request: HTTPClientRequest) async throws -> String {
        let response = try await HTTPClient.shared.execute(request, timeout: .seconds(10))
        let text = String(buffer: try await response.body.collect(upTo: 1 << 20))
        guard response.status == .ok else { throw DidNotStart(description: "moto_server: \(response.status) \(text)") }
        return text
    }
}

extension String {
    fileprivate var encoded: String { addingPercentEncoding(withAllowedCharacters: .alphanumerics) ?? "" }

    fileprivate func between(_ start: String, _ end: String) -> String? {
        guard let start = range(of: start), let end = range(of: end, range: start.upperBound..<endIndex) else {
            return nil
        }
        return String(self[start.upperBound..<end.lowerBound])
    }
}
