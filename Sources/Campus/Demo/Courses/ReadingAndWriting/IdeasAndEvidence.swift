extension DemoLesson {
    /// Separates what a text says from what it lets us work out, with evidence for both.
    static let ideasAndEvidence = DemoLesson(
        title: "What it says, and what it lets you work out",
        durationMinutes: 25,
        body: """
            <p>A detective does not say "I just feel he did it". She points at the muddy boot. When you write about
            a text, the words on the page are your muddy boot. This lesson is about finding them.</p>
            <h2>Topic and main idea</h2>
            <p>The <strong>topic</strong> is what a text is about; a word or two will name it. The <strong>main
            idea</strong> is what the text says about that topic, and it needs a whole sentence. Read this passage
            twice.</p>
            <blockquote><p>The ferry at Likoni was late again. Otieno had counted the coins in his pocket three
            times, as if counting might make them grow. Beside him a woman with a basket of mangoes laughed with
            everybody. She gave a mango to a crying child, and another to the child's brother so that he should not
            start crying too. When the ramp came down, she had eleven mangoes left out of twenty, and she walked on
            board singing. Otieno put his hand back into his pocket, and this time he did not
            count.</p></blockquote>
            <p>The topic might be "waiting for the ferry". A good main idea would be: <em>Watching somebody who
            gives freely makes Otieno worry less about the little he has.</em></p>
            <h2>Stated and implied</h2>
            <p>Some facts are <strong>stated</strong>: the ferry was late; eleven mangoes were left. Others are
            <strong>implied</strong>: the text gives clues, and we add what we know of life. Working these out is
            called <strong>inference</strong>.</p>
            <table>
            <tr><th>Inference</th><th>Evidence in the text</th></tr>
            <tr><td>Otieno is short of money.</td><td>He counts his coins three times "as if counting might make
            them grow".</td></tr>
            <tr><td>The woman understands children.</td><td>She feeds the brother before he can start to
            cry.</td></tr>
            <tr><td>Something changes in Otieno.</td><td>"This time he did not count."</td></tr>
            </table>
            <p>A guess without evidence is only a guess. "The woman is rich" may be true, but nothing on the page
            says so.</p>
            <h2>Quoting well</h2>
            <p>Quote little, and build the quotation into your own sentence:</p>
            <ul>
            <li><strong>Weak:</strong> Otieno is poor. "Otieno had counted the coins in his pocket three times, as
            if counting might make them grow."</li>
            <li><strong>Better:</strong> Otieno's worry shows when he counts his coins "as if counting might make
            them grow", which suggests that he already knows they are too few.</li>
            </ul>
            <p>The second version does three jobs: it makes a point, gives the proof and explains the proof.</p>
            <h2>Practise</h2>
            <p>Why does the writer tell us the exact number of mangoes? Answer in two sentences with one short
            quotation.</p>
            """
    )
}
