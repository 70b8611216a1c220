extension DemoLesson {
    /// Shows the questions a practised reader asks before, during and after a text.
    static let readingActively = DemoLesson(
        title: "Reading with a pencil in your hand",
        durationMinutes: 20,
        body: """
            <p>Two learners read the same page. Ten minutes later one remembers a few words; the other can explain
            the page, doubt it and connect it to something at home. The second one is not cleverer. She was simply
            busier while she read. Good reading is a conversation with somebody who is not in the room.</p>
            <h2>Before you read</h2>
            <p>Take half a minute to look at the title, the headings and any picture. Ask yourself:</p>
            <ul>
            <li>What do I already know about this?</li>
            <li>Who wrote it, for whom, and what might they want from me: to inform me, to move me, to sell me
            something?</li>
            <li>What do I want to know when I have finished?</li>
            </ul>
            <h2>While you read</h2>
            <p>Keep a pencil moving. You need only four marks:</p>
            <table>
            <tr><th>Mark</th><th>Meaning</th></tr>
            <tr><td>underline</td><td>This matters. No more than one line in a paragraph!</td></tr>
            <tr><td>?</td><td>I do not understand, or I do not believe it yet.</td></tr>
            <tr><td>!</td><td>I did not expect that.</td></tr>
            <tr><td>→</td><td>This reminds me of something else.</td></tr>
            </table>
            <p>When a word is new, do not run to the dictionary at once. Read to the end of the sentence and guess.
            Suppose you meet this: <em>"The matatu was so <strong>decrepit</strong> that a door came off in the
            conductor's hand."</em> You may never have seen the word, but you now know nearly all of its meaning.
            Check later, and enjoy having been right.</p>
            <p>If you notice that your eyes are moving but your mind is planning supper, stop. Go back to the last
            sentence you remember. Everybody drifts. Good readers notice sooner.</p>
            <h2>After you read</h2>
            <p>Close the book and say in one or two sentences what the text said. If you cannot, you have not
            finished reading. Then answer two questions: <em>Do I agree? What would I ask the writer?</em></p>
            <h2>Practise</h2>
            <p>Read this paragraph with your pencil and all four marks.</p>
            <blockquote><p>When my grandmother sold tomatoes at Wakulima market, she always put the softest on top.
            "People squeeze what they see," she said. "If the top ones are soft and cheap, they buy those for
            tonight's stew and look underneath for tomorrow's salad. I sell both." The other traders hid their soft
            tomatoes at the bottom, and lost their customers one by one.</p></blockquote>
            <p>Now write down one thing the grandmother understood about people that the other traders did not.</p>
            """
    )
}
