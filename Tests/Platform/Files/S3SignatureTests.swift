import Files
import Foundation
import Testing
import Values

/// The examples of the Amazon S3 API reference ("Signature calculations for the Authorization header", "Authenticating
/// requests: using query parameters").
@Suite("Signing requests to a bucket", .timeLimit(.minutes(5)))
struct S3SignatureTests {
    private func signature() throws -> S3Signature {
        let location = try S3Location(
            url: "https://examplebucket.s3.amazonaws.com/examplebucket",
            region: "us-east-1",
            accessKey: "AKIAIOSFODNN7EXAMPLE",
            secretKey: "wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY"
        )
        return S3Signature(location: location, date: try #require(Timestamp.date("2013-05-24T00:00:00Z")))
    }

    @Test("A request is signed as the reference's example is")
    func header() throws {
        let request = S3Signature.Request(method: "GET", path: "/test.txt", headers: [("range", "bytes=0-9")])
        let headers = try signature().signed(request, payload: S3Signature.emptyPayload)
        #expect(
            headers.last?.value
                == "AWS4-HMAC-SHA256 Credential=AKIAIOSFODNN7EXAMPLE/20130524/us-east-1/s3/aws4_request,"
                + "SignedHeaders=host;range;x-amz-content-sha256;x-amz-date,"
                + "Signature=f0e8bdb87c964420e857bd35b5d6ed310bd44f0170aba48dd91039c6036bdb41"
        )
    }

    @Test("A list is signed as the reference's example is")
    func list() throws {
        let request = S3Signature.Request(method: "GET", path: "/", query: [("prefix", "J"), ("max-keys", "2")])
        let headers = try signature().signed(request, payload: S3Signature.emptyPayload)
        let signed = "Signature=34b48302e7b5fa45bde8084f4b7868a86f0a534bc59db6670ed5711ef69dc6f7"
        #expect(headers.last?.value.hasSuffix(signed) == true)
    }

    @Test("An address is signed as the reference's example is")
    func address() throws {
        let address = try signature().address(.init(method: "GET", path: "/test.txt"), validFor: .seconds(86_400))
        #expect(
            address == "https://examplebucket.s3.amazonaws.com/test.txt?X-Amz-Algorithm=AWS4-HMAC-SHA256"
                + "&X-Amz-Credential=AKIAIOSFODNN7EXAMPLE%2F20130524%2Fus-east-1%2Fs3%2Faws4_request"
                + "&X-Amz-Date=20130524T000000Z&X-Amz-Expires=86400&X-Amz-SignedHeaders=host"
                + "&X-Amz-Signature=aeeed9bbccd4d02ee5c0109b86d86835f995330da4c265957d157751f604d404"
        )
    }
}
