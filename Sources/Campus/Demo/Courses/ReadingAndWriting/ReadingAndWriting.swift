extension DemoCourse {
    /// The English course of Sunrise Academy, taught by Mrs Wanjiku.
    package static let readingAndWriting = DemoCourse(
        code: "class-english",
        title: "Reading and Writing Well",
        description: """
            Read so that you remember, find the proof on the page, listen to the stories of your own home, and \
            learn how a first draft becomes a letter that gets an answer. With Mrs Wanjiku.
            """,
        subject: "English",
        gradeLevel: "Grade 8",
        seatLimit: 35,
        modules: [
            DemoModule(
                title: "Reading closely",
                description: "Ask a text questions, find evidence for the answers, and see how stories are made.",
                lessons: [.readingActively, .ideasAndEvidence, .listeningToStories, .closeReadingQuiz]
            ),
            DemoModule(
                title: "Writing clearly",
                description:
                    "Build paragraphs that keep their promises, and make a second draft better than the first.",
                lessons: [.buildingParagraphs, .revisingYourWork]
            ),
        ]
    )
}
