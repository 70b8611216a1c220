extension DemoLesson {
    /// Introduces food webs, energy flow and balance through five Kenyan ecosystems.
    static let kenyanEcosystems = DemoLesson(
        title: "Ecosystems of Kenya: who lives with whom",
        durationMinutes: 30,
        body: """
            <p>Stand quietly under a tree in the Maasai Mara for ten minutes. Grass moves in the wind, a zebra pulls
            at it, a dung beetle rolls away what yesterday's zebra left behind. Nothing here lives alone. An
            <strong>ecosystem</strong> is a community of living things together with the non-living things they
            depend on: light, water, air, rock and soil.</p>
            <h2>Five ecosystems in one country</h2>
            <table>
            <tr><th>Ecosystem</th><th>Example</th><th>What life has to deal with</th></tr>
            <tr><td>Savanna</td><td>Maasai Mara</td><td>Dry seasons, fire and heavy grazing</td></tr>
            <tr><td>Rainforest</td><td>Kakamega Forest</td><td>Little light near the ground</td></tr>
            <tr><td>Desert</td><td>Chalbi, in Marsabit County</td><td>Very little rain, hot days, salty
            ground</td></tr>
            <tr><td>Soda lake</td><td>Lake Bogoria</td><td>Water too salty and alkaline for most fish</td></tr>
            <tr><td>Mangrove</td><td>Gazi Bay, south of Mombasa</td><td>Salt water, and mud that holds almost no
            oxygen</td></tr>
            </table>
            <p>Every place that looks hard to live in has something that lives there well. In soda lakes, tiny
            blue-green <em>cyanobacteria</em> thrive in the alkaline water, and lesser flamingos filter them out
            with upside-down beaks. Many mangroves push breathing roots up out of the mud, like snorkels.</p>
            <h2>Who eats whom</h2>
            <p>Green plants, algae and cyanobacteria are <strong>producers</strong>: they use sunlight to make food
            from water and carbon dioxide. Animals are <strong>consumers</strong>. Fungi, bacteria and small
            creatures such as termites are <strong>decomposers</strong> or their helpers: they break down dead
            material so that its minerals return to the soil. A food chain shows one path that food takes:</p>
            <pre>red oat grass → zebra → lion</pre>
            <p>The arrow means "is eaten by", and it also shows which way energy flows. Since a lion eats more than
            zebra, and zebra are eaten by more than lions, real chains join into a <strong>food web</strong>.</p>
            <h2>The ten per cent rule</h2>
            <p>An animal uses most of its food to move, keep warm and stay alive, and only part of it to grow. As a
            rough rule, about one tenth of the energy at one level reaches the next. If the grass in one place
            stores 10,000 units of energy, the zebra eating it store about 1,000 and the lions about 100. That is
            why a savanna has a great deal of grass, many grazers and few lions, and why food chains seldom have
            more than four or five links.</p>
            <h2>Balance, and how it breaks</h2>
            <p>The whistling thorn, a small acacia, grows hollow swellings where ants live. The tree also feeds the
            ants with nectar; in return they rush out to bite any giraffe or elephant that browses. Both partners
            gain, and we call this <strong>mutualism</strong>.</p>
            <p>A newcomer can upset such balances. In the 1950s people released Nile perch into Lake Victoria to
            improve fishing. The perch grew huge and fishing towns grew with it, but it also ate the small native
            fish. Together with pollution it helped to wipe out many kinds, perhaps two hundred, that lived nowhere
            else on Earth. A species that arrives from elsewhere and does harm is called
            <strong>invasive</strong>.</p>
            <h2>Think about it</h2>
            <ul>
            <li>Draw a food web for your school compound with at least eight living things. Which one would be
            missed most?</li>
            <li>Suppose every dung beetle in the Mara died. List three things that would change within a year.</li>
            </ul>
            """
    )
}
