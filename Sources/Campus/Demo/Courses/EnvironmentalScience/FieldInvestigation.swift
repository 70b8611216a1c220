extension DemoLesson {
    /// Leads a class through a fair field study of trampled and quiet ground.
    static let fieldInvestigation = DemoLesson(
        title: "A field investigation: does trampling change what grows?",
        durationMinutes: 60,
        body: """
            <p>Somewhere in your school there is a bare path across the grass, made by hundreds of shoes in a hurry.
            Does walking only flatten plants, or does it change <em>which</em> plants can live there? Nobody can
            look that up for your compound. You are going to find out.</p>
            <h2>1. Ask a question you can answer</h2>
            <p>"Is trampling bad?" is too wide. This is better: <em>are there fewer kinds of plant close to the path
            than ten metres away from it?</em> It tells you what to count and where.</p>
            <p>Now write your <strong>hypothesis</strong>, the answer you expect, with a reason: "There will be
            fewer kinds near the path, because feet crush tender stems and press the soil hard, so that roots get
            less air and water."</p>
            <h2>2. Plan a fair comparison</h2>
            <ul>
            <li>The <strong>independent variable</strong> is what you choose to change: the distance from the
            path.</li>
            <li>The <strong>dependent variable</strong> is what you measure: the number of kinds of plant in one
            square metre.</li>
            <li>The <strong>control variables</strong> are what you keep the same: the size of the square, the time
            of day, sun or shade, and who does the counting.</li>
            </ul>
            <h2>3. Gather your equipment</h2>
            <p>You need four one-metre sticks or a four-metre loop of string to make a square (a
            <strong>quadrat</strong>), a tape measure, two dice, a notebook, a pencil and, if you have one, a phone
            camera.</p>
            <h2>4. Collect the data</h2>
            <ol>
            <li>Lay the tape for fifteen metres along the edge of the path. Lay a second line in the same direction,
            ten metres away.</li>
            <li>Roll both dice and add them. Walk that many metres along the line and lay the quadrat there. Dice
            choose the spot so that you cannot pick the prettiest patch without noticing. This is <strong>random
            sampling</strong>.</li>
            <li>Count the different kinds of plant inside. You need no names: call them A, B and C, and keep a
            sketch of each.</li>
            <li>Estimate how much of the square is bare ground, as a percentage.</li>
            <li>Do five quadrats on each line. One quadrat could be a lucky one; five give you an average you can
            trust more. If the dice repeat a number, roll again.</li>
            </ol>
            <p><strong>Stay safe.</strong> Work in pairs, wear closed shoes, look before you put your hand down,
            leave holes and nests alone, and wash your hands afterwards. Put back anything you lift.</p>
            <h2>5. Record it at once</h2>
            <p>Here is what one group wrote. Yours will be different, and that is the point.</p>
            <table>
            <tr><th>Place</th><th>1</th><th>2</th><th>3</th><th>4</th><th>5</th><th>Mean</th></tr>
            <tr><td>Kinds beside the path</td><td>2</td><td>3</td><td>2</td><td>1</td><td>2</td><td>2.0</td></tr>
            <tr><td>Kinds ten metres away</td><td>6</td><td>5</td><td>7</td><td>6</td><td>5</td><td>5.8</td></tr>
            </table>
            <h2>6. Say what it means, and no more</h2>
            <p>A careful conclusion has three parts: what you found, how sure you are, and what else could explain
            it. "We found fewer kinds of plant beside the path (a mean of 2.0 against 5.8). The two sets of results
            do not overlap, so we think the difference is real. However, the path is also the driest part of the
            field, so trampling may not be the only cause."</p>
            <p>That last sentence is no weakness. Saying honestly what your data cannot show is what separates an
            investigation from an opinion.</p>
            <h2>Hand in</h2>
            <p>Send Mrs Wanjiku one page with your question, hypothesis, table, conclusion and one thing you would
            do better next time.</p>
            """
    )
}
