extension DemoLesson {
    /// Looks at what we throw away, where it goes and what can be made of it.
    static let wasteAndReuse = DemoLesson(
        title: "Waste: there is no such place as \"away\"",
        durationMinutes: 25,
        body: """
            <p>When we throw something away, where is "away"? For much of Nairobi it is the dumpsite at Dandora, not
            far from people's homes and beside the Nairobi River. For a bottle dropped in a Lagos street it may be a
            drain, then the lagoon, then the Atlantic. Waste does not vanish. It changes place, and sometimes
            form.</p>
            <h2>Sorting by what happens next</h2>
            <ul>
            <li><strong>Biodegradable</strong> waste, such as peelings, paper and wood, can be broken down by
            bacteria and fungi. In many African cities this is half or more of what a household throws out.</li>
            <li><strong>Recyclable</strong> waste, such as metal, glass and many plastics, can be melted or remade.
            An aluminium can made from old cans needs only about one twentieth of the energy of one made from
            ore.</li>
            <li><strong>Hazardous</strong> waste, such as batteries, old phones, medicines and paint, can poison
            soil, water and people. It must be collected apart from the rest.</li>
            </ul>
            <p>Mixing is what makes waste difficult. A banana skin on its own is compost and a clean bottle on its
            own is worth money, but a bag in which they have lain together for three days is worth nothing to
            anybody.</p>
            <h2>Three bad endings</h2>
            <p><strong>Burning</strong> rubbish in the open gives off smoke that harms the lungs, and burning
            plastic can make very poisonous substances. <strong>Dumping</strong> blocks drains, so that streets
            flood in the rains and mosquitoes breed in standing water. <strong>Burying</strong> food waste without
            air lets bacteria turn it into methane, a gas that warms the planet far more strongly than the same mass
            of carbon dioxide.</p>
            <h2>A better order</h2>
            <ol>
            <li><strong>Refuse and reduce.</strong> The best waste is the kind that was never made. In August 2017
            Kenya banned plastic carrier bags; Rwanda had done so in 2008. Cloth bags and baskets came back.</li>
            <li><strong>Reuse.</strong> A jam jar becomes a spice jar. An old tyre becomes sandals.</li>
            <li><strong>Recycle.</strong> In Nairobi the engineer Nzambi Matee presses waste plastic and sand into
            paving blocks. In Lamu, boat builders made a sailing dhow, the <em>Flipflopi</em>, out of plastic waste
            and covered it with old flip-flops.</li>
            <li><strong>Compost</strong> what once lived.</li>
            </ol>
            <h2>How to make compost</h2>
            <p>Bacteria and fungi do the work. Like us, they need food, water and air. Layer "greens", which are
            rich in nitrogen (vegetable peelings, fresh grass, manure), with two or three times as much "brown"
            material, which is rich in carbon (dry leaves, maize stalks, torn cardboard). Keep the heap as damp as a
            squeezed cloth and turn it once a week. A healthy heap grows warm inside and smells of forest soil. If
            it stinks, it is too wet or has too little air: turn it and add browns. Leave out meat, oil and plastic.
            In two or three months you have dark, crumbly compost for the school garden.</p>
            <h2>Measure your own waste</h2>
            <p>A class of 40 learners weighed its rubbish for five school days and found 30 kg. That is 30 ÷ 40 =
            0.75 kg for each learner, or 0.15 kg a day. Of the 30 kg, 18 kg was food waste: 18 ÷ 30 = 0.6, which is
            60 per cent. More than half of their problem was really a compost heap waiting to be built.</p>
            <ul>
            <li>Weigh your own class's waste for one week in three groups: food, plastic and paper, everything
            else.</li>
            <li>Choose one change, weigh again the week after, and say whether it worked.</li>
            </ul>
            """
    )
}
