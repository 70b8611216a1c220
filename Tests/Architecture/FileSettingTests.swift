import Files
import Testing

@testable import Campus

@Suite("Settings of files", .timeLimit(.minutes(5)))
struct FileSettingTests {
    private func refused(_ settings: [String: String]) -> String? {
        do {
            _ = try Settings.fileSettings { settings[$0] }
            return nil
        } catch let error as InvalidSetting {
            return error.name
        } catch {
            return "\(error)"
        }
    }

    private static let bucket = [
        "ELYMICA_FILES_S3_URL": "https://s3.example.com/school-files", "ELYMICA_FILES_S3_ACCESS_KEY": "key",
        "ELYMICA_FILES_S3_SECRET_KEY": "secret",
    ]

    @Test("Whole sets are taken; without any, files stay in the data directory and are not scanned")
    func whole() throws {
        let usual = try Settings.fileSettings { _ in nil }
        #expect(usual.directory == nil && usual.s3 == nil && usual.scanner == nil)
        #expect(usual.quota == 2 << 30)
        #expect(try Settings.fileSettings { Self.bucket[$0] }.s3 != nil)
        let set = ["ELYMICA_FILES_QUOTA_MB": "5", "ELYMICA_CLAMD_URL": "tcp://127.0.0.1:3310"]
        #expect(try Settings.fileSettings { set[$0] }.quota == 5 << 20)
        #expect(try Settings.fileSettings { set[$0] }.scanner != nil)
    }

    @Test("What is missing or cannot be is refused by name")
    func refusals() {
        for name in ["ELYMICA_FILES_S3_ACCESS_KEY", "ELYMICA_FILES_S3_SECRET_KEY"] {
            var rest = Self.bucket
            rest[name] = nil
            #expect(refused(rest) == name)
        }
        let wrong = [
            ("ELYMICA_FILES_S3_URL", "s3.example.com/school-files"), ("ELYMICA_FILES_S3_URL", "https://s3.example.com"),
            ("ELYMICA_FILES_QUOTA_MB", "0"), ("ELYMICA_FILES_QUOTA_MB", "9999999999999999999"),
            ("ELYMICA_CLAMD_URL", "127.0.0.1:3310"),
        ]
        for (name, value) in wrong { #expect(refused(Self.bucket.merging([name: value]) { $1 }) == name) }
    }
}
