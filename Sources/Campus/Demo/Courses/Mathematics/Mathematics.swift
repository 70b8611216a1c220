extension DemoCourse {
    /// The mathematics course of the demo college in Lagos.
    package static let mathematics = DemoCourse(
        code: "class-math",
        title: "Foundations of Mathematics",
        description: """
            Fractions at the market, ratios in the cooking pot and equations in a keke: the three tools that all \
            later mathematics is built with.
            """,
        subject: "Mathematics",
        gradeLevel: "JSS 2",
        seatLimit: nil,
        modules: [
            DemoModule(
                title: "Numbers at work",
                description: "Fractions, percentages and ratios, wherever money changes hands.",
                lessons: [.fractionsAndPercentages, .ratioAndProportion]
            ),
            DemoModule(
                title: "First steps in algebra",
                description: "Letters for numbers we do not know yet, and how to find them.",
                lessons: [.simpleEquations, .foundationsQuiz]
            ),
        ]
    )
}
