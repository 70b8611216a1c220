import Files
import Mail
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

    @Test("Keys of a bucket without the bucket are refused: files would go elsewhere than somebody thinks")
    func keysAlone() {
        #expect(refused(["ELYMICA_FILES_S3_ACCESS_KEY": "key"]) == "ELYMICA_FILES_S3_URL")
        #expect(refused(["ELYMICA_FILES_S3_SECRET_KEY": "secret"]) == "ELYMICA_FILES_S3_URL")
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

@Suite("Settings as operators write them", .timeLimit(.minutes(5)))
struct OperatorSettingTests {
    private static let wrong: [(name: String, value: String)] = [
        ("ELYMICA_DATABASE_URL", "postgresql://u:p%zz@db/x"), ("ELYMICA_SMTP_URL", "smtp://h:abc"),
        ("ELYMICA_SMTP_URL", "smtp://h?tls=maybe"), ("ELYMICA_MAIL_FROM", "nonsense"),
        ("ELYMICA_MAIL_FROM", "School <a@example.com>"), ("ELYMICA_MAIL_NAME", "Two\nlines"),
        ("ENABLE_CHATFLOW_SYNC", "perhaps"), ("ELYMICA_TESTING_ENDPOINTS", "2"), ("ELYMICA_PORTAL_ORIGINS", "foo"),
        ("ELYMICA_PORTAL_ORIGINS", "*"), ("ELYMICA_PORTAL_ORIGINS", "https://a.example.com,https://b.example.com/x"),
        ("ELYMICA_PORTAL_ORIGINS", "https://a.example.com:0"), ("ELYMICA_PORTAL_ORIGINS", "https://u@a.example.com"),
        ("ELYMICA_PUBLIC_URL", "http://"), ("ELYMICA_PUBLIC_URL", "https://campus example.com"),
        ("ELYMICA_AUTH_URL", "http://"), ("ELYMICA_LOG_LEVEL", "loud"), ("ELYMICA_SMPT_URL", "smtp://h"),
    ]

    @Test("What cannot be is refused by its name", arguments: wrong)
    func refusals(name: String, value: String) {
        let error = #expect(throws: InvalidSetting.self) { try Settings(environment: [name: value]) }
        #expect(error?.name == name)
    }

    private static let secret: [(name: String, value: String)] = [
        ("ELYMICA_DATABASE_URL", "postgresql://u:s3cret%zz@db/x"), ("ELYMICA_SMTP_URL", "smtp://u:s3cret@h:abc"),
        ("ELYMICA_SECRET", "s3cret"),
    ]

    @Test("What is refused is not repeated: it may be a secret", arguments: secret)
    func secrets(name: String, value: String) {
        let error = #expect(throws: InvalidSetting.self) { try Settings(environment: [name: value]) }
        #expect(error?.description.contains("s3cret") == false)
    }

    @Test("On and off are written as people write them")
    func switches() throws {
        for word in ["true", "1", "Yes", "ON"] {
            #expect(try Settings(environment: ["ELYMICA_TESTING_ENDPOINTS": word]).testingEndpoints)
            #expect(try Settings.isOn(word, "ENABLE_CHATFLOW_SYNC"))
        }
        for word in ["false", "0", "No", "OFF"] {
            #expect(try Settings(environment: ["ELYMICA_TESTING_ENDPOINTS": word]).testingEndpoints == false)
            #expect(try Settings.isOn(word, "ENABLE_CHATFLOW_SYNC") == false)
        }
    }

    @Test("An origin is taken in the form that browsers send, an address without the slash at its end")
    func addresses() throws {
        let settings = try Settings(environment: [
            "ELYMICA_PORTAL_ORIGINS":
                "https://A.example.com/, http://10.0.0.7:3000,https://b.example.com:443,http://[::1]",
            "ELYMICA_PUBLIC_URL": "https://campus.example.com/", "ELYMICA_AUTH_URL": "http://10.0.0.7:8007/",
        ])
        #expect(
            settings.portalOrigins == [
                "https://a.example.com", "http://10.0.0.7:3000", "https://b.example.com", "http://[::1]",
            ]
        )
        #expect(settings.publicURL == "https://campus.example.com")
        #expect(settings.serviceURLs["auth"] == "http://10.0.0.7:8007")
    }

    @Test("A settings file may come from any system, with comments, blanks and quotes; the environment wins over it")
    func file() throws {
        let text = """
            \u{feff}# mail\r\n  ELYMICA_MAIL_NAME = "Baobab School"\r\n\r\n; levels\r\nELYMICA_LOG_LEVEL=debug\r\n\
            ELYMICA_PUBLIC_URL='https://campus.example.com'
            OTHER=a=b # c

            """
        let values = try SettingsFile(text, name: "elymica.env").values
        #expect(
            values == [
                "ELYMICA_MAIL_NAME": "Baobab School", "ELYMICA_LOG_LEVEL": "debug", "OTHER": "a=b # c",
                "ELYMICA_PUBLIC_URL": "https://campus.example.com",
            ]
        )
        let settings = try Settings(environment: ["ELYMICA_LOG_LEVEL": "error"], file: values)
        #expect(settings.mailFrom.name == "Baobab School" && settings.logLevel == "error")
    }

    @Test(
        "A line that says nothing a settings file can say is refused by its number",
        arguments: [
            "export ELYMICA_SECRET=s3cret", "s3cret", "=s3cret", "ELYMICA SECRET=s3cret", "1A=s3cret", "A=\"s3cret",
            "A='s3cret' more", "A=\"s3cret\\\"",
        ]
    )
    func lines(line: String) {
        let error = #expect(throws: InvalidSetting.self) { try SettingsFile("# first\r\n\(line)\r\n", name: "f") }
        #expect(error?.description.contains("line 2 ") == true && error?.description.contains("s3cret") == false)
    }

    @Test("A misspelt name in a file is found behind blanks, too")
    func misspelt() throws {
        let values = try SettingsFile("  ELYMICA_SMPT_URL=smtp://h\r\n", name: "f").values
        let error = #expect(throws: InvalidSetting.self) { try Settings(environment: [:], file: values) }
        #expect(error?.name == "ELYMICA_SMPT_URL")
    }
}
