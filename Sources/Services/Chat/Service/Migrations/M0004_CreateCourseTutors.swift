import Postgres

extension Migration {
    /// What a course's teacher has chosen for its learners. Without `flow_id` the campus tutor answers.
    static let createCourseTutors = Migration(
        4,
        "create course tutors",
        """
        create table chat.course_tutors (
            tenant_id uuid not null,
            course_id uuid not null,
            flow_id text check (char_length(flow_id) between 1 and 200),
            system_prompt text not null default '' check (char_length(system_prompt) <= 8000),
            answer_tokens integer check (answer_tokens between 16 and 32000),
            daily_questions integer check (daily_questions between 1 and 10000),
            is_open boolean not null default true,
            updated_by uuid not null,
            updated_at timestamptz not null,
            primary key (tenant_id, course_id)
        );
        select platform.protect('chat.course_tutors');
        """
    )
}
