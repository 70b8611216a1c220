extension DemoLesson {
    /// Shows where African electricity comes from and how to work out what a device uses.
    static let energyWeUse = DemoLesson(
        title: "Energy: from hot rocks to your light bulb",
        durationMinutes: 30,
        body: """
            <p>Near Naivasha, steam roars out of the ground at Olkaria. Rainwater has seeped down through cracks in
            the Rift Valley, met very hot rock and come back as steam. Pipes lead it to turbines, and a moment later
            it is lighting a classroom in Nairobi. Your lamp may be shining with the heat of the Earth.</p>
            <h2>Energy changes form</h2>
            <p>Energy is what makes things happen: it moves, heats, lights. It is never created and never destroyed,
            only changed from one form to another. In a charcoal stove, chemical energy becomes heat and light. In a
            solar panel, light becomes electrical energy. Every change also spreads some energy as heat where we do
            not want it. An old filament bulb turns only about one twentieth of its electricity into light. The rest
            warms the room.</p>
            <h2>Sources that renew, and sources that run out</h2>
            <p><strong>Fossil fuels</strong> (coal, oil and natural gas) formed from living things over millions of
            years. They are used up far faster than they form, and they release carbon dioxide when they burn.
            <strong>Renewable</strong> sources are replaced as fast as we use them.</p>
            <table>
            <tr><th>Source</th><th>Where to see it</th><th>A strength</th><th>A difficulty</th></tr>
            <tr><td>Geothermal</td><td>Olkaria, Kenya</td><td>Works day and night</td><td>Needs hot rock near the
            surface</td></tr>
            <tr><td>Hydropower</td><td>Akosombo, Ghana; the Tana dams, Kenya</td><td>Can start in
            minutes</td><td>Weak in a drought</td></tr>
            <tr><td>Wind</td><td>Lake Turkana, Kenya</td><td>No fuel, no smoke</td><td>Stops when the wind
            does</td></tr>
            <tr><td>Solar</td><td>Garissa, Kenya; roofs everywhere</td><td>Works far from any power
            line</td><td>Needs batteries at night</td></tr>
            <tr><td>Natural gas</td><td>Power stations near Lagos</td><td>Steady and easy to control</td><td>Gives
            off carbon dioxide</td></tr>
            </table>
            <p>Kenya makes most of its electricity from renewable sources, and geothermal steam gives the largest
            share. Nigeria makes most of its electricity from natural gas. Neither country does this by accident:
            each began with what lay under its feet.</p>
            <h2>The kitchen matters too</h2>
            <p>Electricity is only part of the story. Many African families cook with firewood or charcoal. The
            smoke harms lungs and eyes, above all those of women and small children, and gathering the wood takes
            hours. An improved stove with a clay lining, like the Kenyan ceramic <em>jiko</em>, gives more heat to
            the pot and so burns less charcoal. Gas, biogas from cow dung and electric pressure cookers are cleaner
            still.</p>
            <h2>Counting units</h2>
            <p>Power tells us how fast a device uses energy, and it is measured in watts (W). The meter at home
            counts <strong>kilowatt-hours</strong> (kWh), which people call units.</p>
            <pre>energy in kWh = power in watts × hours ÷ 1000</pre>
            <ul>
            <li>A 60 W filament bulb for 5 hours: 60 × 5 ÷ 1000 = 0.3 kWh.</li>
            <li>A 9 W LED lamp, just as bright, for 5 hours: 9 × 5 ÷ 1000 = 0.045 kWh.</li>
            </ul>
            <p>In 30 days the filament bulb uses 9 kWh and the LED 1.35 kWh. If a unit costs 25 shillings, that is
            225 shillings against about 34, every month, for the same light.</p>
            <h2>Try it</h2>
            <p>Find the power marked on three devices at home or at school. Estimate the hours each is used in a
            day, work out its kWh for a month, and put the three in order. Which result surprised you?</p>
            """
    )
}
