extension DemoLesson {
    /// Scales recipes, maps and shares with ratios.
    static let ratioAndProportion = DemoLesson(
        title: "Ratio and proportion: jollof for forty",
        durationMinutes: 30,
        body: """
            <p>Your aunt's jollof rice feeds eight people, and forty are coming to the naming ceremony. If you
            guess, somebody goes hungry or the pot overflows. If you know ratios, you just multiply.</p>
            <h2>What a ratio says</h2>
            <p>Her recipe uses 4 cups of rice to 6 cups of stock. We write the <strong>ratio</strong> of rice to
            stock as 4 : 6. Like a fraction, a ratio can be simplified: divide both parts by 2 to get 2 : 3. For
            every 2 cups of rice there are 3 of stock, whatever the size of the pot.</p>
            <p>Order matters. "Rice to stock is 2 : 3" and "stock to rice is 2 : 3" are very different dinners.</p>
            <h2>Scaling up</h2>
            <p>Forty people are 40 ÷ 8 = 5 times as many, so everything is multiplied by 5.</p>
            <table>
            <tr><th>Ingredient</th><th>For 8</th><th>For 40</th></tr>
            <tr><td>Rice</td><td>4 cups</td><td>20 cups</td></tr>
            <tr><td>Stock</td><td>6 cups</td><td>30 cups</td></tr>
            <tr><td>Tomatoes</td><td>10</td><td>50</td></tr>
            <tr><td>Scotch bonnet peppers</td><td>2</td><td>10 (ask first!)</td></tr>
            </table>
            <p>Two quantities are in <strong>direct proportion</strong> when multiplying one by a number multiplies
            the other by the same number. Rice and guests are. The cooking time is not: five times the rice does not
            need five times as long.</p>
            <h2>Sharing in a ratio</h2>
            <p>Tunde and Ngozi buy a sewing machine together. Tunde pays 30,000 naira and Ngozi 50,000. They agree
            to share the profit in the same ratio, 30,000 : 50,000 = 3 : 5. In the first month they make 24,000
            naira.</p>
            <ol>
            <li>Count the parts: 3 + 5 = 8.</li>
            <li>Find one part: 24,000 ÷ 8 = 3,000.</li>
            <li>Give each their share: Tunde 3 × 3,000 = 9,000, Ngozi 5 × 3,000 = 15,000.</li>
            <li>Check: 9,000 + 15,000 = 24,000. Nothing lost.</li>
            </ol>
            <h2>Maps are ratios</h2>
            <p>A map with the scale 1 : 50,000 says that 1 cm on paper stands for 50,000 cm on the ground. There are
            100,000 cm in a kilometre, so that is half a kilometre. The Third Mainland Bridge in Lagos is a little
            under 12 km long. On this map it would stretch nearly 24 cm, longer than a pencil.</p>
            <h2>When more means less</h2>
            <p>Six workers paint a school in 10 days. How long would twelve need, working at the same speed? Half as
            long: 5 days. Here one quantity doubles while the other halves. Their product stays the same, 6 × 10 =
            12 × 5 = 60 days of work. This is <strong>inverse proportion</strong>.</p>
            <h2>Practise</h2>
            <ol>
            <li>Simplify 18 : 24.</li>
            <li>Share 35,000 naira in the ratio 2 : 5.</li>
            <li>On a 1 : 50,000 map two towns are 7 cm apart. How far is it in kilometres?</li>
            </ol>
            <p><em>Answers: 3 : 4; 10,000 and 25,000 naira; 3.5 km.</em></p>
            """
    )
}
