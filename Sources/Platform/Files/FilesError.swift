/// Why a file was not taken, or cannot be had. `message` is for the person who sent it.
package enum FilesError: Error, Hashable, Sendable {
    /// The name cannot be a file's; the reason completes "The file's name".
    case invalidName(String)
    /// There is nothing in it.
    case empty
    /// It has more bytes than are allowed.
    case tooLarge(limit: Int)
    /// Fewer bytes came than were announced, or the connection ended.
    case interrupted
    /// What it is said to be is not on the list.
    case typeNotAllowed(declared: String)
    /// Its name ends as files of another type do.
    case extensionMismatch(declared: String, name: String)
    /// Its bytes are something else than it is said to be.
    case contentMismatch(declared: String, found: String)
    /// It unpacks to far more than it is, or to what no document holds.
    case hostileArchive
    /// The school has no room for it.
    case quotaExceeded(quota: Int)
    /// The scanner knows it.
    case infected(signature: String)
    /// No thumbnail can be made of what is no image.
    case notAnImage
    /// An image that is broken, too large to open, or took too long.
    case unreadableImage(String)
    /// There is no such file, not any more, or not for this school.
    case notFound
    /// Nothing can be stored or read at the moment; the reason is for the log.
    case storageUnavailable(String)
    /// The disk is full.
    case storageFull
    /// Files are checked for viruses here and the scanner does not answer.
    case scannerUnavailable

    /// What happened and what to do about it, as a sentence.
    package var message: String {
        switch self {
        case .invalidName(let reason): "The file's name \(reason)."
        case .empty: "The file is empty."
        case .tooLarge(let limit): "The file is larger than \(ByteCount(limit)), which is the most that is taken."
        case .interrupted: "The upload was interrupted. Send the file again."
        case .typeNotAllowed(let declared): "Files of the type \(Self.shown(declared)) are not taken."
        case .extensionMismatch(let declared, let name):
            "The name \(Self.shown(name)) is not one of a file of the type \(Self.shown(declared))."
        case .contentMismatch(let declared, let found):
            "The file is said to be \(Self.shown(declared)) but its content is \(Self.shown(found))."
        case .hostileArchive: "The document unpacks to more than a document holds."
        case .quotaExceeded(let quota): "The school's storage of \(ByteCount(quota)) is full."
        case .infected: "The file is infected and was not stored."
        case .notAnImage: "The file is not an image."
        case .unreadableImage(let reason): "The image \(reason)."
        case .notFound: "There is no such file."
        case .storageUnavailable: "Files cannot be stored or read at the moment. Try again."
        case .storageFull: "There is no room to store this."
        case .scannerUnavailable: "Files cannot be checked for viruses at the moment. Try again."
        }
    }

    /// Whether trying again later may succeed: the fault is ours.
    package var isTemporary: Bool {
        switch self {
        case .storageUnavailable, .storageFull, .scannerUnavailable: true
        default: false
        }
    }

    /// What a client wrote, short enough to be repeated.
    private static func shown(_ text: String) -> String { text.count > 100 ? String(text.prefix(100)) + "…" : text }
}

/// A number of bytes as people write it: `10 MB`.
struct ByteCount: CustomStringConvertible {
    let bytes: Int

    init(_ bytes: Int) { self.bytes = bytes }

    var description: String {
        for (unit, size) in [("GB", 1 << 30), ("MB", 1 << 20), ("KB", 1 << 10)] where bytes >= size {
            let (whole, rest) = bytes.quotientAndRemainder(dividingBy: size)
            let tenths = rest / (size / 10)
            return tenths == 0 ? "\(whole) \(unit)" : "\(whole).\(min(9, tenths)) \(unit)"
        }
        return "\(bytes) bytes"
    }
}
