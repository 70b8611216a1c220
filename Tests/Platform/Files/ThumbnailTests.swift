import Files
import HTTPTypes
import Postgres
import Testing
import Values

@Suite("Thumbnails", .timeLimit(.minutes(5)))
struct ThumbnailTests {
    private let rules = FileRules([.png, .gif, .jpeg, .plainText], maximumSize: 10 << 20)

    @Test("An image with transparent parts becomes a small PNG that fits and keeps its shape")
    func transparent() async throws {
        try await withLibrary { library, _, _ in
            let file = try await library.kept(Images.png(300, 150, alpha: true), TenantID(), rules: rules)
            let thumbnail = try await library.thumbnail(of: file, side: 100)
            #expect(thumbnail.description.mediaType == "image/png")
            #expect(thumbnail.description.name.text == "thumb_a.png")
            #expect(Images.header(thumbnail.bytes).width == 100)
            #expect(Images.header(thumbnail.bytes).height == 50)
            #expect(Images.header(thumbnail.bytes).color == 6)
        }
    }

    @Test("Any other image becomes a JPEG, and a JPEG stays one")
    func opaque() async throws {
        try await withLibrary { library, _, _ in
            let tenant = TenantID()
            let file = try await library.kept(Images.png(300, 150), tenant, rules: rules)
            let thumbnail = try await library.thumbnail(of: file, side: 100)
            #expect(thumbnail.description.mediaType == "image/jpeg")
            #expect(thumbnail.description.name.text == "thumb_a.png.jpg")
            #expect(thumbnail.bytes.starts(with: [0xff, 0xd8, 0xff]))
            let photo = try await library.kept(thumbnail.bytes, tenant, name: "b.jpg", type: "image/jpeg", rules: rules)
            #expect(try await library.thumbnail(of: photo, side: 10).description.name.text == "thumb_b.jpg")
            let headers = FileAnswer(thumbnail.description).headers
            #expect(headers[.cacheControl] == "private, max-age=86400")
        }
    }

    @Test("An image is never enlarged, and any number asked for is a size")
    func sizes() async throws {
        try await withLibrary { library, _, _ in
            let file = try await library.kept(Images.png(40, 20, alpha: true), TenantID(), rules: rules)
            for side in [200, Int.max] {
                let header = Images.header(try await library.thumbnail(of: file, side: side).bytes)
                #expect(header.width == 40 && header.height == 20)
            }
            for side in [0, -5, Int.min] {
                #expect(Images.header(try await library.thumbnail(of: file, side: side).bytes).width == 1)
            }
        }
    }

    @Test("A thumbnail is made once, and goes with its file")
    func kept() async throws {
        try await withLibrary { library, database, directory in
            let tenant = TenantID()
            let file = try await library.kept(Images.png(300, 150), tenant, rules: rules)
            let thumbnail = try await library.thumbnail(of: file, side: 100)
            #expect(try await library.thumbnail(of: file, side: 100) == thumbnail)
            for side in 1...12 { _ = try await library.thumbnail(of: file, side: side) }
            #expect(try await database.tenant(tenant).value("select count(*) from files.thumbnails", as: Int.self) == 8)
            #expect(files(below: directory) == ["objects/" + file.key.path])
            try await database.tenant(tenant) { try $0.removeFiles([file.id], of: "chat") }
            #expect(try await library.sweep() == SweepReport(objects: 1))
            #expect(try await database.tenant(tenant).value("select count(*) from files.thumbnails", as: Int.self) == 0)
        }
    }

    @Test("A hostile image is refused with the reason, soon, once for all, and leaves nothing")
    func hostile() async throws {
        try await withLibrary { library, database, directory in
            let tenant = TenantID()
            let cases = [
                (Images.png(10, 10, claimed: (50_000, 50_000)), FilesError.unreadableImage("has too many pixels")),
                (Images.png(10, 10, claimed: (0, 0)), .unreadableImage("is broken")),
                (Array(Images.png(10, 10).prefix(30)), .unreadableImage("is broken")),
            ]
            for (bytes, refusal) in cases {
                let file = try await library.kept(bytes, tenant, rules: rules)
                for _ in 0..<2 {
                    await #expect(throws: refusal) { _ = try await library.thumbnail(of: file, side: 100) }
                }
            }
            #expect(try await database.tenant(tenant).value("select count(*) from files.thumbnails", as: Int.self) == 3)
            #expect(files(below: directory + "/incoming") == [])
        }
    }

    @Test("What is no image has no thumbnail")
    func noImage() async throws {
        try await withLibrary { library, _, _ in
            let file = try await library.kept(Samples.text, TenantID(), name: "a.txt", type: "text/plain")
            await #expect(throws: FilesError.notAnImage) { _ = try await library.thumbnail(of: file, side: 100) }
        }
    }
}
