extension DemoLesson {
    /// Compares spoken tales with written ones and finds the bones of a plot.
    static let listeningToStories = DemoLesson(
        title: "Stories that are told, stories that are written",
        durationMinutes: 25,
        body: """
            <p>Long before there were books in a school bag, there were stories round a fire. The Akan people of
            Ghana tell of Anansi, the spider who wins by his wits and often trips over his own greed. In East Africa
            the small trickster is Sungura, the hare. Both are weak and both face the strong. Perhaps that is why
            people who had little power loved them.</p>
            <h2>How a told story works</h2>
            <p>A storyteller cannot ask the listeners to turn back a page. Spoken tales therefore have habits that
            help memory and keep everybody awake:</p>
            <ul>
            <li><strong>Repetition.</strong> Three brothers try, three doors open, a line of song comes back.</li>
            <li><strong>Call and answer.</strong> The teller calls, the listeners reply, and the story begins only
            when they are ready.</li>
            <li><strong>Strong types.</strong> The greedy hyena and the patient tortoise are known at once.</li>
            <li><strong>A saying at the end</strong>, so that the meaning goes home with the listener.</li>
            </ul>
            <p>African novelists brought this music into books. In Chinua Achebe's <em>Things Fall Apart</em>,
            people argue with proverbs and tell folk tales inside the larger story. Ngũgĩ wa Thiong'o became known
            for novels in English and later chose to write his fiction first in Gikuyu, the language of the stories
            he had heard as a child.</p>
            <h2>The bones of a plot</h2>
            <p>Told or written, most stories stand on five bones. Here they are in a tale about Hare.</p>
            <table>
            <tr><th>Bone</th><th>In the tale</th></tr>
            <tr><td>Beginning</td><td>In a drought, the animals agree to dig a well together.</td></tr>
            <tr><td>Problem</td><td>Hare refuses to dig, yet he comes at night to drink.</td></tr>
            <tr><td>Rising action</td><td>He tricks one guard after another, each time with a new lie.</td></tr>
            <tr><td>Turning point</td><td>Tortoise covers his own shell with sticky gum and waits. Hare sits down on
            the "stone" to drink.</td></tr>
            <tr><td>Ending</td><td>Stuck fast, Hare must promise to dig, and this time everybody is
            watching.</td></tr>
            </table>
            <p>Look at the turning point. The strong guards failed; the slow, patient one succeeded. What a story
            lets succeed tells you what it values.</p>
            <h2>Practise</h2>
            <ol>
            <li>Ask an older relative for a story in the language of your home. Do not write while you listen.</li>
            <li>Tell it to a friend the next day.</li>
            <li>Now write it in English in 200 words. Which parts were hardest to carry across, and what did you
            lose?</li>
            </ol>
            """
    )
}
