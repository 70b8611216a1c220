import Testing
import Values

@Suite("Names on the wire", .timeLimit(.minutes(15)))
struct KeyStyleTests {
    @Test(
        "A property's name is written in each style",
        arguments: [
            ("id", "id", "id"), ("courseID", "course_id", "courseId"), ("pdfURLPath", "pdf_url_path", "pdfUrlPath"),
            ("URL", "url", "url"), ("courseIDs", "course_ids", "courseIds"),
            ("studentIDsSeen", "student_ids_seen", "studentIdsSeen"),
            ("isActive", "is_active", "isActive"), ("timeSpentMinutes", "time_spent_minutes", "timeSpentMinutes"),
            ("already_snake", "already_snake", "already_snake"), ("line2Text", "line2_text", "line2Text"), ("", "", ""),
        ]
    )
    func names(property: String, snake: String, camel: String) {
        #expect(KeyStyle.snakeCase.wireName(property) == snake)
        #expect(KeyStyle.camelCase.wireName(property) == camel)
    }
}
