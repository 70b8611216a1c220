import FoundationEssentials
import Glibc
import NIOCore
import Values

/// Makes small pictures of large ones with `vipsthumbnail`, a process of its own with limits: a hostile image never
/// meets our memory.
///
/// What an image holds besides its pixels (where it was taken, by which camera) is not in the small one.
struct Thumbnailer: Sendable {
    private let slots = Slots(2, queueLimit: 32)
    /// 50 megapixels: a little more than any phone takes, and a second of work.
    private static let maximumPixels = 50_000_000
    private static let maximumSide = 20_000

    /// Fits the image into a square with that side, in pixels; one that is smaller keeps its size.
    ///
    /// - Throws: ``FilesError/unreadableImage(_:)``, ``FilesError/storageUnavailable(_:)``, or what `bytes` throws.
    func picture(of bytes: FileBytes, side: Int, spool: Spool) async throws -> Picture {
        do {
            return try await slots.run { try await make(of: bytes, side: side, spool: spool) }
        } catch is SlotsFull {
            throw FilesError.storageUnavailable("too many thumbnails at once")
        }
    }

    private func make(of bytes: FileBytes, side: Int, spool: Spool) async throws -> Picture {
        let directory = try await onDisk { () throws(FilesError) in
            try Directories.make(spool.directory)
            return try WorkDirectory(spool.directory + "/" + UUID().uuidString.lowercased())
        }
        let image = try await onDisk { () throws(FilesError) in
            try Descriptor(directory.path + "/image", O_WRONLY | O_CREAT | O_EXCL)
        }
        for try await piece in bytes { try await onDisk { () throws(FilesError) in try image.write(piece) } }
        let hasAlpha = try await look(directory)
        let output = hasAlpha ? "small.png" : "small.jpg"
        try await shrink(directory, to: side, hasAlpha ? "small.png[strip]" : "small.jpg[Q=85,strip]")
        return try await onDisk { () throws(FilesError) in
            let descriptor = try Descriptor(directory.path + "/" + output, O_RDONLY)
            guard let size = descriptor.size, (1...Picture.maximumSize).contains(size) else {
                throw .unreadableImage("cannot be made small")
            }
            let bytes = Array(try descriptor.read(size, at: 0).readableBytesView)
            return Picture(mediaType: hasAlpha ? "image/png" : "image/jpeg", bytes: bytes)
        }
    }

    /// Reads the header alone, refuses what would take too long, and says whether parts of it are transparent.
    private func look(_ directory: WorkDirectory) async throws(FilesError) -> Bool {
        var program = directory.program(["vipsheader", "image"])
        program.seconds = 1
        let outcome = try await program.run()
        // `image: 640x480 uchar, 3 bands, srgb, jpegload`
        let words = outcome.output.split { ": ,\n".contains($0) }
        guard outcome.status != 127 else { throw .storageUnavailable("libvips-tools is not installed") }
        guard outcome.status == 0, words.count >= 6, words[4] == "bands" || words[4] == "band",
            let bands = Int(words[3])
        else { throw .unreadableImage("is broken") }
        let sides = words[1].split(separator: "x").compactMap { Int($0) }
        guard sides.count == 2, sides.allSatisfy({ (1...Self.maximumSide).contains($0) }),
            sides[0] * sides[1] <= Self.maximumPixels
        else { throw .unreadableImage("has too many pixels") }
        return bands == 2 || (bands == 4 && words[5] != "cmyk")
    }

    private func shrink(_ directory: WorkDirectory, to side: Int, _ output: String) async throws(FilesError) {
        let outcome = try await directory.program([
            "vipsthumbnail", "image", "--size", "\(side)x\(side)>", "-o", output,
        ])
        .run()
        guard let status = outcome.status else {
            if Task.isCancelled { throw .interrupted }
            throw .unreadableImage("takes too long or too much memory to open")
        }
        guard status != 127 else { throw .storageUnavailable("libvips-tools is not installed") }
        guard status == 0 else { throw .unreadableImage("is broken") }
    }
}

/// A small picture, whole in memory.
struct Picture: Hashable, Sendable {
    /// `image/png` when parts of it are transparent, else `image/jpeg`.
    let mediaType: String
    let bytes: [UInt8]

    static let maximumSize = 2 << 20
}

/// A directory for one image; it goes with everything in it.
private final class WorkDirectory: Sendable {
    let path: String

    init(_ path: String) throws(FilesError) {
        self.path = path
        guard mkdir(path, 0o700) == 0 else { throw .failing("mkdir") }
    }

    deinit {
        for entry in Directories.entries(of: path) { unlink(entry.path) }
        rmdir(path)
    }

    /// libvips' own switch keeps it from loaders that were not made for hostile input.
    func program(_ words: [String]) -> LimitedProcess {
        LimitedProcess(
            words: words,
            directory: path,
            environment: [
                "VIPS_BLOCK_UNTRUSTED=1", "VIPS_CONCURRENCY=1", "MALLOC_ARENA_MAX=1", "HOME=\(path)", "TMPDIR=\(path)",
            ]
        )
    }
}
