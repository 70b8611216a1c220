extension DemoLesson {
    /// Solves equations by keeping a balance level.
    static let simpleEquations = DemoLesson(
        title: "Equations: keeping the balance level",
        durationMinutes: 35,
        body: """
            <p>"I am thinking of a number. I double it, add seven, and get nineteen." You can probably find it by
            trying. Algebra is for the day when trying takes too long. The word comes from <em>al-jabr</em> in the
            title of an Arabic book written in Baghdad about 1,200 years ago by al-Khwārizmī. It means restoring, or
            putting back together.</p>
            <h2>A letter is a number we do not know yet</h2>
            <p>Call the secret number <em>n</em>. Then the riddle is an <strong>equation</strong>:</p>
            <pre>2n + 7 = 19</pre>
            <p>Picture a trader's balance with 2n + 7 in one pan and 19 in the other. It is level. Whatever you do
            to one pan, do to the other, and it stays level.</p>
            <pre>2n + 7 = 19
                2n = 12      take 7 from both sides
                 n = 6       divide both sides by 2</pre>
            <p>Check by putting 6 back into the first line: 2 × 6 + 7 = 19. An answer that you have checked is worth
            two that you have not.</p>
            <h2>Undo in reverse order</h2>
            <p>In the morning you put on socks, then shoes. At night the shoes come off first. In 2n + 7 we doubled
            first and added 7 last, so we undo the 7 first. Addition is undone by subtraction, multiplication by
            division.</p>
            <h2>The unknown on both sides</h2>
            <p>A keke driver charges 200 naira to start and 150 for each kilometre. Another charges 500 to start,
            but only 90 for each kilometre. For what distance do they cost the same? Let the distance be <em>d</em>
            kilometres.</p>
            <pre>200 + 150d = 500 + 90d
             200 + 60d = 500       take 90d from both sides
                   60d = 300       take 200 from both sides
                     d = 5         divide both sides by 60</pre>
            <p>At 5 km both cost 950 naira. For a shorter ride choose the first driver, for a longer one the second.
            The equation has told us more than a number: it tells us what to do.</p>
            <h2>Brackets</h2>
            <p>Four friends each buy a drink for 300 naira and a meat pie for <em>p</em> naira, and together they
            pay 4,000. Multiply <strong>everything</strong> inside the bracket:</p>
            <pre>4(300 + p) = 4000
             1200 + 4p = 4000
                    4p = 2800
                     p = 700</pre>
            <p>The common mistake is to multiply only the first term and write 1200 + p. That would mean four drinks
            and one pie, with three friends still hungry.</p>
            <h2>Practise</h2>
            <ol>
            <li>Solve 3x − 5 = 16.</li>
            <li>Solve 7y + 2 = 4y + 20.</li>
            <li>Solve 2(k + 9) = 30.</li>
            <li>Make up a riddle whose answer is 8. Swap with a friend and solve theirs with an equation.</li>
            </ol>
            <p><em>Answers: x = 7; y = 6; k = 6.</em></p>
            """
    )
}
