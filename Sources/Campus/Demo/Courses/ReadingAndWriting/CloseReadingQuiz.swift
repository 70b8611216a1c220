extension DemoLesson {
    /// Checks close reading on a short passage that the learner has not seen before.
    static let closeReadingQuiz = DemoLesson(
        title: "Quiz: reading closely",
        kind: .quiz,
        durationMinutes: 15,
        body: """
            <p>Read this passage twice, then answer the five questions about it. Look back as often as you like.</p>
            <blockquote><p>Nobody had asked Zawadi to mend the library clock. It had said twenty past four since before
            she was born, and the librarian, Mr Kamau, claimed to like it that way. "In here it is always nearly time
            to go home," he would say. But every Friday Zawadi stayed behind with a screwdriver borrowed from her
            uncle, and every Friday Mr Kamau found some reason to lock up late. On the fifth Friday the clock gave a
            cough and began to tick. Mr Kamau took off his glasses, wiped them and put them on again. "Well," he said
            at last, "now I shall have to be punctual." He did not sound sorry at all.</p></blockquote>
            """,
        questions: [
            DemoQuestion(
                prompt: "Which fact is stated in the passage rather than implied?",
                options: [
                    "Mr Kamau is fond of Zawadi",
                    "The screwdriver belongs to Zawadi's uncle",
                    "Zawadi wants to be an engineer",
                    "Few people use the library",
                ],
                correctIndex: 1,
                explanation: """
                    The text says that the screwdriver was "borrowed from her uncle". His fondness can be worked \
                    out from clues; the other two have no evidence at all.
                    """
            ),
            DemoQuestion(
                prompt: "Which words are the best evidence that Mr Kamau secretly hopes Zawadi will succeed?",
                options: [
                    "\"claimed to like it that way\"",
                    "\"since before she was born\"",
                    "\"took off his glasses\"",
                    "\"found some reason to lock up late\"",
                ],
                correctIndex: 3,
                explanation: """
                    He makes excuses to give her time, every single Friday. "Claimed" hints that he may not mean \
                    what he says, but it does not show him helping.
                    """
            ),
            DemoQuestion(
                prompt: "\"Now I shall have to be punctual.\" What does \"punctual\" most probably mean?",
                options: ["Careful with money", "Kind to children", "Exactly on time", "Quiet in the library"],
                correctIndex: 2,
                explanation: """
                    A clock that works tells the time, and now there is no excuse for locking up late. The \
                    sentences around a word usually give away its meaning.
                    """
            ),
            DemoQuestion(
                prompt: "What is the turning point of this little story?",
                options: [
                    "The clock coughs and begins to tick",
                    "Mr Kamau says that he likes the clock as it is",
                    "Zawadi borrows a screwdriver",
                    "Mr Kamau says that he must be punctual",
                ],
                correctIndex: 0,
                explanation: """
                    Until the fifth Friday nothing Zawadi tries has worked; from that moment on, everything is \
                    different. Mr Kamau's last words belong to the ending.
                    """
            ),
            DemoQuestion(
                prompt: "Which sentence gives the main idea best?",
                options: [
                    "Clocks should be repaired by experts",
                    "A library clock showed the wrong time for years",
                    "Patient work nobody asked for can bring joy, and help can be given quietly",
                    "Mr Kamau was often late to lock the library",
                ],
                correctIndex: 2,
                explanation: """
                    The main idea must cover both people: Zawadi's five Fridays and Mr Kamau's silent help. The \
                    second and fourth options are only details, and the first is not in the passage.
                    """
            ),
        ]
    )
}
