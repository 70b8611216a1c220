extension DemoLesson {
    /// Checks the first module: the water cycle and ecosystems.
    static let waterAndLifeQuiz = DemoLesson(
        title: "Quiz: water and living things",
        kind: .quiz,
        durationMinutes: 15,
        body: """
            <p>Five questions on the water cycle and the ecosystems of Kenya. Take your time and think before you
            choose: a wrong answer with a good reason is a good start, so read every explanation.</p>
            """,
        questions: [
            DemoQuestion(
                prompt: "You leave a wet shirt in the sun and an hour later it is dry. Where is the water now?",
                options: [
                    "It has been destroyed by the heat",
                    "It is in the air as water vapour",
                    "It has soaked deeper into the threads",
                    "It has turned into oxygen",
                ],
                correctIndex: 1,
                explanation: """
                    Heat gave the water enough energy to evaporate. It is still water, as an invisible gas in the \
                    air, and may fall as rain far away.
                    """
            ),
            DemoQuestion(
                prompt: "A forested hill in the Aberdares is cleared. What happens to the stream below it?",
                options: [
                    "It carries the same amount of water all year round",
                    "It dries up for ever, because trees make rain out of nothing",
                    "It carries more water in the dry season, because no trees drink it",
                    "It floods more in the rains and shrinks more in the dry season",
                ],
                correctIndex: 3,
                explanation: """
                    Bare ground lets rain run off at once, so the stream floods. Little water soaks in, so little \
                    is left in the ground to feed the stream later.
                    """
            ),
            DemoQuestion(
                prompt: "Why does a cloud form when warm, moist air rises?",
                options: [
                    "The air cools, and vapour condenses into tiny droplets",
                    "The air gets warmer as it comes nearer to the Sun",
                    "Wind blows droplets up from the sea",
                    "Dust in the air turns into water",
                ],
                correctIndex: 0,
                explanation: """
                    Rising air cools. Cool air cannot hold as much vapour, so some of it condenses on specks of \
                    dust or salt. The specks help the droplets to form, but they are not the water.
                    """
            ),
            DemoQuestion(
                prompt: """
                    Grass in part of the Mara stores 50,000 units of energy. By the ten per cent rule, about \
                    how much is stored by the lions that eat the zebra that eat this grass?
                    """,
                options: ["50,000 units", "5,000 units", "500 units", "50 units"],
                correctIndex: 2,
                explanation: """
                    There are two steps, and about one tenth passes each: 50,000 to 5,000 in the zebra, then 5,000 \
                    to 500 in the lions.
                    """
            ),
            DemoQuestion(
                prompt: """
                    Ants live in the whistling thorn and drive away animals that browse on it. What do we \
                    call this relationship, and why?
                    """,
                options: [
                    "Mutualism, because both the ants and the tree gain",
                    "A food chain, because the ants eat the giraffe",
                    "Invasion, because the ants harm the tree",
                    "Decomposition, because the ants break down dead wood",
                ],
                correctIndex: 0,
                explanation: """
                    The tree gives shelter and nectar; the ants give protection. When both partners gain, the \
                    relationship is called mutualism.
                    """
            ),
        ]
    )
}
