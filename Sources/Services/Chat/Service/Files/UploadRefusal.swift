import Endpoints
import Files
import HTTPTypes
import Values

/// Why a file that came with a question was refused: which one, and the reason as a sentence.
struct UploadRefusal: ProblemConvertible, CustomDebugStringConvertible {
    private(set) var problem: Problem
    /// What the log is told of a fault of ours: the system's own words.
    private(set) var debugDescription: String

    /// A refusal of the file library.
    init(_ error: FilesError, _ file: String, at index: Int? = nil) {
        let (status, code) = Self.answer(to: error)
        self.init(status, code, error.message, file, at: index)
        guard error.isTemporary else { return }
        problem.headers[.retryAfter] = "5"
        debugDescription = "\(error)"
    }

    /// What is no file at all.
    init(_ message: String, _ file: String, at index: Int?) {
        self.init(.unprocessableContent, "invalid_upload", message, file, at: index)
    }

    private init(_ status: HTTPResponse.Status, _ code: String, _ message: String, _ file: String, at index: Int?) {
        (problem, debugDescription) = (Problem(status, code, "\(file): \(message)"), code)
        guard status == .unprocessableContent else { return }
        problem.fields = [InvalidValue(problem.message, path: index.map { ["uploads", String($0)] } ?? ["file"])]
    }

    static let tooMany = Problem.invalid("uploads", "must have at most 10 files")
    static let tooLargeTogether = Problem(
        .contentTooLarge,
        "files_too_large",
        "The files of a question must not exceed 24 MB together. Send them with several questions."
    )
    /// Somebody asks two questions at once with one file.
    static let usedMeanwhile = Problem.conflict("file_in_use", "The file went with another question. Ask again.")

    /// Somebody fills the school's storage with what no question names.
    static let tooManyWaiting = Problem.conflict(
        "too_many_waiting_files",
        "Too many files wait for a question. Ask one, or remove some of them."
    )

    /// What a refusal is on the wire.
    static func answer(to error: FilesError) -> (status: HTTPResponse.Status, code: String) {
        switch error {
        case .invalidName: (.unprocessableContent, "invalid_file_name")
        case .empty: (.unprocessableContent, "empty_file")
        case .infected: (.unprocessableContent, "infected_file")
        case .hostileArchive: (.unprocessableContent, "hostile_archive")
        case .tooLarge: (.contentTooLarge, "file_too_large")
        case .quotaExceeded: (.contentTooLarge, "quota_exceeded")
        case .typeNotAllowed: (.unsupportedMediaType, "file_type_not_taken")
        case .extensionMismatch, .contentMismatch: (.unsupportedMediaType, "file_type_mismatch")
        case .interrupted: (.badRequest, "upload_interrupted")
        case .notAnImage: (.badRequest, "not_an_image")
        case .unreadableImage: (.unprocessableContent, "unreadable_image")
        case .notFound: (.notFound, "no_such_file")
        case .storageFull: (.serviceUnavailable, "storage_full")
        case .storageUnavailable, .scannerUnavailable: (.serviceUnavailable, "files_unavailable")
        }
    }
}
