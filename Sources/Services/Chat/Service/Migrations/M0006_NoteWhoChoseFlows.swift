import Postgres

extension Migration {
    /// Who chose the chatflow behind a course's tutor: it answers as long as that one may ask it.
    static let noteWhoChoseFlows = Migration(
        6,
        "note who chose flows",
        """
        alter table chat.course_tutors add column flow_chosen_by uuid;
        """
    )
}
