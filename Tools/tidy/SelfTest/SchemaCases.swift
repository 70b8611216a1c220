enum SchemaCases {
    static var all: [SelfTest.Case] {
        let file = "Sources/Services/Enrollment/Service/Roster.swift"
        return [
            .init(file, #"let a = "select id from enrollment.seats where course_id = \(id)""#),
            .init(file, #"let a = "select id from lms.courses""#, finds: "schema:1"),
            .init(file, #"let a = "select id from lms.public_courses where id = \(x("lms.y"))""#),
            .init(file, #"let a = "update lms.public_courses set title = 'x'""#, finds: "schema:1"),
            .init(file, #"let a = "delete from lms.public_courses""#, finds: "schema:1"),
            .init(file, #"let a = "insert into events.outbox (id) values ($1)""#, finds: "schema:1"),
            .init(file, #"let a = "select platform.protect('enrollment.seats')""#),
            .init(file, #"let a = "select a from platform.migrations""#, finds: "schema:1"),
            .init(file, #"let a = "lms.course_published"; let b = "no course in lms.courses""#),
            .init(file, #"let a = "select lms.id from enrollment.seats lms where lms.id = 1""#),
            .init(file, #"let a = "select 1 from enrollment.seats s join enrollment.a lms on lms.id = s.id""#),
            .init(
                file,
                ##"""
                let a = #"""
                    -- lms.courses is somebody else's
                    create table enrollment.seats (
                        note text default 'lms.courses',
                        course uuid references lms.courses
                    );
                    create policy p on lms.courses;
                    """#
                """##,
                finds: "schema:5",
                "schema:7"
            ),
            .init(
                file,
                """
                // tidy: allow schema — the import reads the old tables once
                let a = "select id from lms.courses"
                """
            ),
            .init("Sources/Platform/Events/Outbox.swift", #"let a = "insert into events.outbox values (1)""#),
            .init("Sources/Platform/Events/Outbox.swift", #"let a = "select 1 from lms.courses""#, finds: "schema:1"),
        ]
    }
}
