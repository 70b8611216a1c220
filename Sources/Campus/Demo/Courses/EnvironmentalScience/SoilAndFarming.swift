extension DemoLesson {
    /// Explains what soil is made of and how African farmers hold it and feed it.
    static let soilAndFarming = DemoLesson(
        title: "Soil and farming: the skin that feeds us",
        durationMinutes: 30,
        body: """
            <p>Pick up a handful of soil. You are holding broken rock, dead leaves, air, water and more living
            things than there are people in Kenya. Nearly everything we eat depends on this thin layer. Nature may
            need several hundred years to make two or three centimetres of it. One storm on a bare slope can take
            that away in an afternoon.</p>
            <h2>What soil is made of</h2>
            <p>Mineral grains come in three sizes, and the mixture decides how a soil behaves.</p>
            <table>
            <tr><th>Grain</th><th>How it feels wet</th><th>How it behaves</th></tr>
            <tr><td>Sand (large)</td><td>Gritty, will not hold a shape</td><td>Drains fast, loses minerals
            easily</td></tr>
            <tr><td>Silt (medium)</td><td>Smooth, like flour</td><td>Holds water, washes away easily</td></tr>
            <tr><td>Clay (tiny)</td><td>Sticky, rolls into a sausage</td><td>Holds water and minerals, drains
            slowly</td></tr>
            </table>
            <p>A good balance of the three is called <strong>loam</strong>. Add <strong>humus</strong>, the dark
            remains of rotted plants and animals, and the soil holds water like a sponge and still lets air in. The
            deep red soils around Kiambu and Nyeri, made from old volcanic rock, are easy to work and well drained.
            The "black cotton" soils of the Athi plains are so rich in swelling clay that they are sticky in the
            rains and crack wide open in the dry season.</p>
            <h2>Keeping soil in its place</h2>
            <p>Raindrops hit bare ground hard enough to knock grains loose, and run-off carries them to the nearest
            river. This is <strong>erosion</strong>. The brown colour of the Tana in flood is farmland on its way to
            the sea. People all over Africa have worked out answers:</p>
            <ul>
            <li><strong>Terraces.</strong> In Machakos, farmers dig a trench along the slope and throw the soil
            uphill to make a bank. The method is called <em>fanya juu</em>, Kiswahili for "do it upwards". Water
            stops, soaks in and leaves its soil behind.</li>
            <li><strong>Planting pits.</strong> In dry Burkina Faso and Niger, farmers dig <em>zaï</em>: small pits
            with a handful of manure in each. Every pit catches rain and feeds a few plants, and land that had
            turned hard as brick bears millet again.</li>
            <li><strong>Cover.</strong> Leaves, straw or a living crop between the rows take the force out of the
            rain and keep the ground cool.</li>
            </ul>
            <h2>Feeding the soil</h2>
            <p>Each harvest carries nitrogen, phosphorus and potassium away from the field. If nothing is put back,
            yields fall. Beans, cowpeas and groundnuts help, because bacteria in swellings on their roots take
            nitrogen from the air and turn it into a form that plants can use. Growing maize one season and beans
            the next, or both together, uses that gift. Compost and manure return minerals and humus together.
            Fertiliser from a bag works fast, but it adds no humus, and too much of it washes into lakes, where it
            feeds weeds such as water hyacinth.</p>
            <p>In western Kenya scientists and farmers found a clever partnership called <strong>push and
            pull</strong>. A plant named desmodium grows between rows of maize: its smell pushes stem-boring moths
            away, and its roots stop the weed striga. Tall grass round the edge pulls the moths in. Desmodium and
            grass also feed the cow.</p>
            <h2>Try it: the jar test</h2>
            <ol>
            <li>Fill one third of a clear jar with soil from which you have picked stones and roots.</li>
            <li>Add water until the jar is almost full, close it and shake it for two minutes.</li>
            <li>Leave it until tomorrow without moving it. Sand settles first, silt next, clay last.</li>
            <li>Measure each layer with a ruler. What fraction of your soil is sand? Which crops nearby suit
            it?</li>
            </ol>
            """
    )
}
