extension DemoLesson {
    /// Checks the second and third modules: soil, waste, climate and energy.
    static let landAirAndEnergyQuiz = DemoLesson(
        title: "Quiz: land, air and energy",
        kind: .quiz,
        durationMinutes: 15,
        body: """
            <p>Five questions on soil, waste, weather and energy. Keep paper and a pencil beside you: one of them
            needs a calculation.</p>
            """,
        questions: [
            DemoQuestion(
                prompt: "In the jar test, which layer lies at the bottom the next morning, and why?",
                options: [
                    "Humus, because it is the darkest",
                    "Clay, because it is the stickiest",
                    "Sand, because its large grains sink fastest",
                    "Silt, because it is smooth",
                ],
                correctIndex: 2,
                explanation: """
                    Large, heavy grains sink fastest, so sand settles first. Clay is so fine that it can stay in \
                    the water for a day, and pieces of plant often float.
                    """
            ),
            DemoQuestion(
                prompt: "Why do many farmers grow beans on a field after maize?",
                options: [
                    "Beans need no water",
                    "Bacteria on bean roots add nitrogen that the next crop can use",
                    "Beans turn clay into sand",
                    "Maize seeds cannot grow two years running",
                ],
                correctIndex: 1,
                explanation: """
                    Bacteria in swellings on the roots take nitrogen from the air and turn it into a form that \
                    plants can use. Maize takes a great deal of nitrogen out of the soil.
                    """
            ),
            DemoQuestion(
                prompt: "The class compost heap is wet and stinks. What should you do?",
                options: [
                    "Pour water over it to wash the smell away",
                    "Cover it tightly with a plastic sheet",
                    "Add more vegetable peelings",
                    "Turn it and mix in dry leaves or torn cardboard",
                ],
                correctIndex: 3,
                explanation: """
                    A smell means too little air or too much water. Turning lets air in, and dry brown material \
                    soaks up water and keeps gaps open.
                    """
            ),
            DemoQuestion(
                prompt: "Which of these statements is about climate rather than weather?",
                options: [
                    "There was hail in Nyahururu on Tuesday",
                    "The wind in Lagos is stronger this afternoon than this morning",
                    "Lagos usually has a drier pause around August",
                    "Tomorrow will be cloudy in Kisumu",
                ],
                correctIndex: 2,
                explanation: """
                    Climate is the usual pattern over many years. The other three statements describe particular \
                    days, and that is weather.
                    """
            ),
            DemoQuestion(
                prompt: "A 1,500 W iron is used for half an hour. How many kilowatt-hours does it use?",
                options: ["0.75 kWh", "3 kWh", "7.5 kWh", "750 kWh"],
                correctIndex: 0,
                explanation: """
                    Power × hours ÷ 1000 = 1,500 × 0.5 ÷ 1000 = 0.75 kWh. If you got 750, you found watt-hours \
                    and forgot to divide by 1000.
                    """
            ),
        ]
    )
}
