import Postgres

extension Migration {
    /// How many questions a learner has asked a course's tutor on a day in UTC: rows of turns would not do, because
    /// nothing is kept of many questions, and learners remove what is.
    static let countDailyQuestions = Migration(
        7,
        "count daily questions",
        """
        create table chat.daily_questions (
            tenant_id uuid not null,
            course_id uuid not null,
            user_id uuid not null,
            day date not null,
            asked integer not null check (asked >= 0),
            primary key (tenant_id, user_id, course_id, day)
        );
        create index daily_questions_by_day on chat.daily_questions (day);
        select platform.protect('chat.daily_questions');
        """
    )
}
