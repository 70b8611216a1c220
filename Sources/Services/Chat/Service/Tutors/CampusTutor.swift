import ChatAPI
import FoundationEssentials
import Values

/// The chatflow that every school has: answers from the lessons of its courses.
enum CampusTutor {
    static let id = "campus-tutor"
    static let tutor = Tutor(id: id, name: "Campus tutor", target: .lessons)

    /// The answer that some passages are, as Markdown in the pieces it is sent in.
    static func answer(from passages: [Passage]) -> TutorAnswer {
        guard !passages.isEmpty else {
            return TutorAnswer(
                pieces: [
                    "I found nothing about that in the lessons of your courses. ",
                    "Try other words, or ask your teacher.",
                ],
                passages: []
            )
        }
        var pieces = [passages.count == 1 ? "This is what your lesson says.\n\n" : "This is what your lessons say.\n\n"]
        for passage in passages {
            pieces.append("> \(passage.quote)\n\n")
            pieces.append("From [\(passage.title.asLinkText)](\(passage.link)), \(passage.course.asLinkText)\n\n")
        }
        return TutorAnswer(pieces: pieces, passages: passages)
    }
}

/// What the tutor says, and where it is from.
struct TutorAnswer: Codable, Sendable {
    var pieces: [String]
    var passages: [Passage]

    var text: String { pieces.joined() }

    /// The passages as Flowise sends its sources.
    var sources: JSON {
        .array(
            passages.map { passage in
                [
                    "pageContent": .string(passage.quote),
                    "metadata": [
                        "source": .string(passage.link), "title": .string(passage.title),
                        "course": .string(passage.course), "lesson_id": .string(passage.lessonID.description),
                        "course_id": .string(passage.courseID.description),
                    ],
                ]
            }
        )
    }
}

/// Something that stands in a lesson.
struct Passage: Codable, Sendable {
    var lessonID: LessonID
    var courseID: CourseID
    var title: String
    var course: String
    var quote: String

    /// Where the lesson is to be read, below the gateway.
    var link: String { "/lessons/\(lessonID)" }
}

extension String {
    /// Without what would end a link's text, or begin something else in it.
    fileprivate var asLinkText: String {
        reduce(into: "") { text, character in
            if "[]()<>*_`\\".contains(character) { text += "\\" }
            text.append(character.isNewline ? " " : character)
        }
    }
}
