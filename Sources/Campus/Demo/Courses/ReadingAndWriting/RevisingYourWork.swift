extension DemoLesson {
    /// Turns a first draft into a finished letter in three readings.
    static let revisingYourWork = DemoLesson(
        title: "The second draft is where writing begins",
        durationMinutes: 30,
        body: """
            <p>Nobody sees a potter's first lump of clay. Writers also begin with a lump; it is called a
            <strong>draft</strong>, and its only duty is to exist. Making it good comes afterwards, in three
            separate readings. If you try to do all three at once, you will polish commas in a sentence that ought
            to be thrown out.</p>
            <h2>First reading: is it what I meant?</h2>
            <ul>
            <li>Does each paragraph do one job? Write that job in the margin in three words.</li>
            <li>Is anything missing that my reader needs?</li>
            <li>Is anything here only because I like it?</li>
            </ul>
            <h2>Second reading: can it be clearer?</h2>
            <p>Read it aloud. Your ear catches what your eye forgives. Then cut.</p>
            <table>
            <tr><th>Instead of</th><th>Write</th></tr>
            <tr><td>due to the fact that</td><td>because</td></tr>
            <tr><td>at this point in time</td><td>now</td></tr>
            <tr><td>made a decision</td><td>decided</td></tr>
            <tr><td>very, very hungry</td><td>starving</td></tr>
            </table>
            <p>Choose verbs that show. "He <em>went</em> down the road" tells us little; he could have
            <em>trudged</em>, <em>raced</em> or <em>limped</em>.</p>
            <h2>Third reading: is it correct?</h2>
            <p>Start with the last sentence and work backwards, one sentence at a time, so that the story does not
            carry you past your mistakes. Look for the errors <em>you</em> usually make. Three common ones:</p>
            <ul>
            <li><strong>its</strong> (belonging to it) and <strong>it's</strong> (it is): <em>It's late, and the dog
            wants its supper.</em></li>
            <li><strong>there</strong>, <strong>their</strong> and <strong>they're</strong>: <em>They're standing
            there with their bags.</em></li>
            <li>a singular subject with a plural verb: not "The list of names <em>are</em> here", but "The list of
            names <em>is</em> here".</li>
            </ul>
            <h2>An example</h2>
            <p>Here is Amina's first draft to the county office:</p>
            <blockquote><p>I am writing this letter because of the fact that the street light outside our school is
            not working and its very dark and somebody could get hurt so please do something.</p></blockquote>
            <p>And here is her third:</p>
            <blockquote><p>The street light outside Sunrise Academy has been broken since 3 March. Last week a
            cyclist fell into the open drain beside it. Please could you tell us by Friday when it will be repaired?
            Until then, our parents will lend a lamp.</p></blockquote>
            <p>What did she add? What did she cut? Which sentence makes it hard for the office to do nothing?</p>
            <h2>Practise</h2>
            <p>Write a letter of 120 words asking somebody in authority for one change. Hand in the first draft and
            the third. Mrs Wanjiku marks the distance between them.</p>
            """
    )
}
