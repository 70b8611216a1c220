extension DemoLesson {
    /// Teaches averages, choice of graph and healthy doubt with Nairobi's rainfall.
    static let dataAndGraphs = DemoLesson(
        title: "Data and graphs: letting the numbers speak",
        durationMinutes: 30,
        body: """
            <p>Jabari emptied the school rain gauge every morning for a year. He now has 365 numbers and a headache.
            Numbers in a long list say very little. This lesson is about helping them to speak, and about noticing
            when somebody makes them say something untrue.</p>
            <h2>Start with a table</h2>
            <p>Here is the usual rainfall in Nairobi for each month, in rounded millimetres. Any single year will be
            different.</p>
            <table>
            <tr><th>Jan</th><th>Feb</th><th>Mar</th><th>Apr</th><th>May</th><th>Jun</th>
            <th>Jul</th><th>Aug</th><th>Sep</th><th>Oct</th><th>Nov</th><th>Dec</th></tr>
            <tr><td>60</td><td>50</td><td>90</td><td>200</td><td>160</td><td>35</td>
            <td>15</td><td>20</td><td>25</td><td>55</td><td>155</td><td>100</td></tr>
            </table>
            <p>A good table has a title, a unit for every quantity, and the values in an order that helps. You can
            already see two wet seasons.</p>
            <h2>One number for many</h2>
            <ul>
            <li>The <strong>mean</strong> shares the total out equally. The total is 965 mm, and 965 ÷ 12 is about
            80 mm a month.</li>
            <li>The <strong>median</strong> is the middle value once the list is in order: 15, 20, 25, 35, 50, 55,
            60, 90, 100, 155, 160, 200. With twelve values there are two in the middle, 55 and 60, so we take the
            point halfway between them: 57.5 mm.</li>
            <li>The <strong>range</strong> is the largest value minus the smallest: 200 − 15 = 185 mm.</li>
            </ul>
            <p>Why are mean and median so far apart? A few very wet months pull the mean up. The median hardly
            notices them. Neither is wrong, but a farmer who plans for "80 mm a month" will be thirsty in July. When
            values are spread out unevenly, give both.</p>
            <h2>Choose the graph that fits the question</h2>
            <table>
            <tr><th>You want to show</th><th>Use</th><th>Example</th></tr>
            <tr><td>Amounts in separate groups</td><td>Bar chart</td><td>Rain in each month; kilograms of each kind
            of waste</td></tr>
            <tr><td>Change over time</td><td>Line graph</td><td>Temperature through one day</td></tr>
            <tr><td>Parts of a whole</td><td>Pie chart</td><td>Kenya's electricity by source</td></tr>
            <tr><td>Whether two quantities are linked</td><td>Scatter graph</td><td>Height above sea level and
            temperature</td></tr>
            </table>
            <p>Before you draw, name both axes and write the units. Put what you chose (month, distance, time) along
            the bottom and what you measured up the side. Use even steps and most of the page.</p>
            <h2>Two traps</h2>
            <p><strong>The cut axis.</strong> A shop draws sales of 98 and 100 baskets as bars on an axis that
            starts at 97. The second bar looks three times as tall, though it stands for only two baskets more.
            Always read the numbers on the axis before you look at the shape. The height of a bar means something
            only if the axis starts at zero.</p>
            <p><strong>Together is not the same as because.</strong> In Mombasa, sales of ice cream and cases of
            sunburn rise in the same weeks. Ice cream does not burn anybody: hot sunny days cause both. When two
            things rise and fall together, we say they are <strong>correlated</strong>. To show that one
            <em>causes</em> the other you need more, such as a fair test.</p>
            <h2>When a value looks strange</h2>
            <p>One day Jabari's notebook says 410 mm, when no other day is above 60. Such a value is an
            <strong>outlier</strong>. It may be a slip of the pen (perhaps 41.0), or it may be the storm of the
            century. Check before you decide. If you leave it out, say so and say why; dropping it in silence is
            cheating.</p>
            <h2>Your turn</h2>
            <ol>
            <li>Draw a bar chart of the rainfall table. Colour the long rains and the short rains differently.</li>
            <li>What fraction of the year's rain falls in April and May together?</li>
            <li>Write one true sentence, and one misleading sentence, about your chart. Ask a friend to tell which
            is which.</li>
            </ol>
            """
    )
}
