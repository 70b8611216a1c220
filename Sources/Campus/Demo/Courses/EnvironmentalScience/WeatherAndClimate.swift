extension DemoLesson {
    /// Tells weather from climate and explains rains, harmattan and warming.
    static let weatherAndClimate = DemoLesson(
        title: "Weather and climate: mood and character",
        durationMinutes: 30,
        body: """
            <p>"It rained at break" is about weather. "April is wet in Nairobi" is about climate.
            <strong>Weather</strong> is what the air is doing now, or will do in the next few days.
            <strong>Climate</strong> is the pattern of weather in a place over many years; scientists usually
            average thirty. Weather is like a person's mood today. Climate is more like their character.</p>
            <h2>Reading the weather</h2>
            <p>A school weather station needs only a few instruments: a <strong>thermometer</strong> in the shade
            for temperature, a <strong>rain gauge</strong> in the open for rainfall in millimetres, a <strong>wind
            vane</strong> for direction and a <strong>barometer</strong> for air pressure. Ten millimetres of rain
            would cover flat ground to a depth of one centimetre. Falling pressure often warns of rain.</p>
            <h2>Why the rains come when they do</h2>
            <p>Near the equator the Sun stands almost overhead. Warm, moist air rises, cools and drops its water.
            This belt of clouds and rain lies round the Earth and moves north and south through the year, following
            the Sun. It passes over Kenya twice, and much of the country therefore has two rainy seasons: the
            <em>long rains</em> from March to May and the <em>short rains</em> from October to December.</p>
            <p>In West Africa the same belt brings moist winds from the Atlantic. Lagos is wet from about April to
            October, usually with a drier pause around August. When the belt moves away south, a dry wind blows from
            the Sahara: the <strong>harmattan</strong>. From about late November to mid-March it brings cool
            mornings, cracked lips and dust so fine that it hides the Sun.</p>
            <p>Height matters as well. On average, air is about 6 °C cooler for each kilometre we climb. Mombasa, by
            the sea, averages about 27 °C. Nairobi stands about 1,700 metres higher and averages about 19 °C. At
            5,199 metres the top of Mount Kenya is so cold that glaciers survive there, almost on the equator.</p>
            <h2>A warming world</h2>
            <p>Sunlight warms the ground, and the ground gives off heat. Some gases in the air, such as water
            vapour, carbon dioxide and methane, absorb part of this heat and send some of it back down. This is the
            <strong>greenhouse effect</strong>. We need it: without it the Earth would be frozen. But burning coal,
            oil and gas, and clearing forests, has added carbon dioxide. Before factories there were about 280 parts
            of it in every million parts of air. Today there are more than 420. As a result the planet is already
            more than 1 °C warmer than it was in the late 1800s.</p>
            <p>One degree sounds small, but as an average over the whole Earth it is a great deal of heat. The
            glaciers of Mount Kenya have lost most of their ice in the last hundred years. Between 2020 and 2022,
            five rainy seasons in a row failed in parts of Kenya, Ethiopia and Somalia, and warming made that
            drought far worse. Africa has released only a small share of the extra gas. That is unfair, and it is
            why fair rules matter as much as clever machines.</p>
            <h2>Two kinds of answer</h2>
            <ul>
            <li><strong>Mitigation</strong> makes the cause smaller: clean electricity, better stoves, forests left
            standing.</li>
            <li><strong>Adaptation</strong> makes us ready for the effects: crops that ripen early, water tanks,
            drains kept clear, flood warnings by text message.</li>
            </ul>
            <h2>Think about it</h2>
            <p>Your cousin says, "It was cold this July, so the climate is not warming." What would you answer, in
            two sentences?</p>
            """
    )
}
