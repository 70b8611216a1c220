extension DemoLesson {
    /// Checks fractions, ratios and equations.
    static let foundationsQuiz = DemoLesson(
        title: "Quiz: foundations",
        kind: .quiz,
        durationMinutes: 20,
        body: """
            <p>Five questions from the whole course. Work each one out on paper before you look at the options, and
            check your answer by putting it back into the question.</p>
            """,
        questions: [
            DemoQuestion(
                prompt: "Which of these is the same number as 3/8?",
                options: ["0.38", "37.5%", "6/11", "3.8%"],
                correctIndex: 1,
                explanation: "3 ÷ 8 = 0.375, and 0.375 × 100 = 37.5, so 3/8 is 37.5%."
            ),
            DemoQuestion(
                prompt: "A 6,000-naira bag is reduced by 20%. What do you pay?",
                options: ["5,980 naira", "5,800 naira", "4,800 naira", "1,200 naira"],
                correctIndex: 2,
                explanation: """
                    If 20% comes off, 80% is left: 0.8 × 6,000 = 4,800. The reduction is 1,200 naira, and that is \
                    not what you pay.
                    """
            ),
            DemoQuestion(
                prompt: "Pink paint is mixed from red and white in the ratio 2 : 3. How much white is in 20 litres?",
                options: ["12 litres", "8 litres", "15 litres", "3 litres"],
                correctIndex: 0,
                explanation: "There are 2 + 3 = 5 parts; one part is 20 ÷ 5 = 4 litres. White is 3 × 4 = 12 litres."
            ),
            DemoQuestion(
                prompt: "Solve 5x + 4 = 2x + 19.",
                options: ["x = 3", "x = 15", "x = 23/7", "x = 5"],
                correctIndex: 3,
                explanation: """
                    Take 2x from both sides: 3x + 4 = 19. Take 4: 3x = 15. Divide by 3: x = 5. Check: \
                    5 × 5 + 4 = 29 and 2 × 5 + 19 = 29.
                    """
            ),
            DemoQuestion(
                prompt: "Four taps, each running at the same rate, fill a tank in 6 hours. How long would three take?",
                options: ["4.5 hours", "8 hours", "7 hours", "12 hours"],
                correctIndex: 1,
                explanation: """
                    Fewer taps need more time. The product stays the same: 4 × 6 = 24 tap-hours, and 24 ÷ 3 = 8 \
                    hours. An answer below 6 cannot be right.
                    """
            ),
        ]
    )
}
