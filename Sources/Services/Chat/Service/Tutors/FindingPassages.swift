import Access
import Postgres
import Values

extension Transaction {
    /// What the lessons that the caller may read say to a question: up to three passages, the best first.
    ///
    /// A lesson counts when at least half of the question's words stand in it, so that a word or two that everybody
    /// uses find nothing. Learners see published lessons of courses they are in, parents those of their children,
    /// teachers those of their courses, administrators all. With a `course`, its lessons only.
    func passages(about question: String, for caller: Principal, in course: CourseID? = nil) throws -> [Passage] {
        let runsSchool = caller.role == .admin || caller.role == .superAdmin
        let found: [Passage] = try all(
            """
            with question as (
                select tsvector_to_array(to_tsvector('english', \(question))) as words,
                    replace(plainto_tsquery('english', \(question))::text, ' & ', ' | ')::tsquery as query
            ), best as (
                select lesson.id, lesson.course_id, lesson.title, course.title as course, lesson.body, question.query,
                    cardinality(array(
                        select unnest(question.words) intersect select unnest(tsvector_to_array(lesson.search))
                    )) as hits,
                    ts_rank_cd(lesson.search, question.query, 1) as rank
                from question
                cross join content.public_lesson_texts lesson
                join lms.public_courses course
                    on course.tenant_id = lesson.tenant_id and course.id = lesson.course_id
                where lesson.search @@ question.query
                    and (\(course)::uuid is null or lesson.course_id = \(course))
                    and (
                        \(runsSchool)
                        or (\(caller.role) = 'teacher' and course.instructor_id = \(caller.userID))
                        or (
                            course.status <> 'draft'
                            and exists (
                                select from enrollment.public_enrollments seat
                                where seat.tenant_id = course.tenant_id and seat.course_id = course.id
                                    and seat.status <> 'dropped'
                                    and (
                                        (\(caller.role) = 'student' and seat.user_id = \(caller.userID))
                                        or (\(caller.role) = 'parent' and seat.user_id in (
                                            select link.student_id from enrollment.public_guardianships link
                                            where link.guardian_id = \(caller.userID)
                                        ))
                                    )
                            )
                        )
                    )
                order by hits desc, rank desc, lesson.id
                limit 3
            )
            select best.id as lesson_id, best.course_id, best.title, best.course,
                ts_headline(
                    'english', best.body, best.query,
                    'StartSel="", StopSel="", MaxWords=60, MinWords=25, MaxFragments=1, FragmentDelimiter=" … "'
                ) as quote
            from best
            cross join question
            where best.hits * 2 >= cardinality(question.words)
            order by best.hits desc, best.rank desc, best.id
            """
        )
        return found.map { passage in
            var passage = passage
            passage.quote = Self.plain(passage.quote)
            return passage
        }
    }

    /// A piece of a lesson's text in one line.
    private static func plain(_ text: String) -> String {
        var text = text.split(whereSeparator: \.isWhitespace).joined(separator: " ")
        for (entity, character) in [
            ("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&#39;", "'"), ("&nbsp;", " "), ("&amp;", "&"),
        ] {
            text = text.replacing(entity, with: character)
        }
        return text
    }
}
