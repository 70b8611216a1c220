extension DemoLesson {
    /// Builds a paragraph from a point, evidence and an explanation.
    static let buildingParagraphs = DemoLesson(
        title: "A paragraph is a promise kept",
        durationMinutes: 25,
        body: """
            <p>The first sentence of a paragraph makes a promise: <em>this is what I am going to talk about</em>.
            Every other sentence keeps it. If one of them does not, it belongs somewhere else, however pretty it
            is.</p>
            <h2>Point, evidence, explanation, link</h2>
            <ol>
            <li><strong>Point.</strong> Say your idea in one clear sentence.</li>
            <li><strong>Evidence.</strong> Give a fact, an example or a short quotation.</li>
            <li><strong>Explanation.</strong> Show how the evidence supports the point. This is where you do the
            thinking.</li>
            <li><strong>Link.</strong> Lead back to the question or on to the next paragraph.</li>
            </ol>
            <p>Here is the plan at work. The question is whether school should start at nine instead of seven.</p>
            <blockquote><p>A later start would make our mornings safer. In June many of my classmates leave home
            before six, when it is still dark, and cross Outer Ring Road on foot. Drivers cannot see a navy-blue
            uniform in the dark, and a tired child crosses carelessly. Two hours later there is light, and the worst
            of the traffic has passed. Safety alone would be reason enough, but we would also learn
            more.</p></blockquote>
            <p>Find the four parts. Notice that the last sentence opens the door to the next paragraph, which will
            be about learning.</p>
            <h2>Joining ideas</h2>
            <p>Linking words are road signs. Use one only when the road really turns.</p>
            <table>
            <tr><th>To…</th><th>Use</th></tr>
            <tr><td>add</td><td>also, in addition, what is more</td></tr>
            <tr><td>contrast</td><td>however, although, on the other hand</td></tr>
            <tr><td>give a cause or a result</td><td>because, since, as a result, therefore</td></tr>
            <tr><td>give an example</td><td>for example, such as</td></tr>
            </table>
            <h2>Sentences of different lengths</h2>
            <p>Read this aloud: <em>The rain came. It was heavy. The road was flooded. The bus stopped. We
            walked.</em> It marches like a tired soldier. Now this: <em>The rain came so heavily that the road
            flooded and the bus could go no further. We walked.</em> The long sentence carries us along, and the
            short one lands. A good paragraph uses both.</p>
            <p>Beware of joining two complete sentences with nothing but a comma. "The bus stopped, we walked" needs
            a full stop, a semicolon or a joining word: "The bus stopped, <strong>so</strong> we walked."</p>
            <h2>Practise</h2>
            <p>Write one paragraph of six to eight sentences on this question: <em>Should phones be allowed in
            class?</em> Underline your point and put a star beside your explanation. If there is nothing to put a
            star on, you have more thinking to do.</p>
            """
    )
}
