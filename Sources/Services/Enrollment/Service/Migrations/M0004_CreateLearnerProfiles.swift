import Postgres

extension EnrollmentService {
    /// What the school says of a learner apart from any course.
    static let createLearnerProfiles = Migration(
        4,
        "create_learner_profiles",
        """
        create table enrollment.learner_profiles (
            tenant_id uuid not null,
            user_id uuid not null,
            grade_level text not null,
            primary key (tenant_id, user_id)
        );
        select platform.protect('enrollment.learner_profiles');
        """
    )
}
