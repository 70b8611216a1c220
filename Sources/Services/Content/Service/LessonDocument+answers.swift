import ContentAPI
import Values

extension LessonDocument {
    /// The document as learners get it: nothing in its questions tells which answer is right or why.
    var withoutAnswers: LessonDocument {
        guard case .object(let members) = Self.hidden(.object(members), inQuestion: false) else { return self }
        return LessonDocument(members)
    }

    private static func hidden(_ value: JSON, inQuestion: Bool) -> JSON {
        switch value {
        case .object(let object):
            var kept = JSONObject()
            for member in object.members where !(inQuestion && isAnswer(member.name)) {
                kept[member.name] = hidden(member.value, inQuestion: inQuestion || member.name == "questions")
            }
            return .object(kept)
        case .array(let elements): return .array(elements.map { hidden($0, inQuestion: inQuestion) })
        default: return value
        }
    }

    /// In either way of writing names: `correct_index` and `correctIndex`.
    private static func isAnswer(_ name: String) -> Bool {
        answers.contains(name.lowercased().filter { $0 != "_" && $0 != "-" })
    }

    private static let answers: Set<String> = [
        "correct", "iscorrect", "correctindex", "correctindexes", "correctindices", "correctoption", "correctoptions",
        "correctanswer", "correctanswers", "answer", "answerindex", "answerkey", "solution", "explanation",
    ]
}
