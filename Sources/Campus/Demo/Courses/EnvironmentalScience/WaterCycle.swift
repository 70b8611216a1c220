extension DemoLesson {
    /// Follows one drop of water from Lake Victoria to a kitchen tap in Nairobi.
    static let waterCycle = DemoLesson(
        title: "The water cycle: a drop on a long journey",
        durationMinutes: 25,
        body: """
            <p>Pour yourself a glass of water before you read on. The water in it is older than the dinosaurs. It
            has been sea, cloud, ice, river and, very probably, part of a living thing. The Earth does not make new
            water in any amount that matters: it moves the same water round and round. That endless journey is
            called the <strong>water cycle</strong>.</p>
            <h2>The four main stages</h2>
            <ol>
            <li><strong>Evaporation.</strong> The Sun warms the surface of Lake Victoria. Some water gains enough
            energy to leave as an invisible gas, water vapour. Plants add more: they draw water up from the soil and
            let it out through tiny holes in their leaves. This is called <strong>transpiration</strong>.</li>
            <li><strong>Condensation.</strong> Warm, moist air rises. High up it is cooler, and cool air cannot hold
            as much vapour. The vapour turns back into tiny droplets, each one gathered round a speck of dust, smoke
            or sea salt. Millions of droplets make a cloud.</li>
            <li><strong>Precipitation.</strong> Droplets bump together and grow. When they are too heavy for the
            rising air to hold up, they fall: as rain in Kisumu, and sometimes as snow on the top of Mount
            Kenya.</li>
            <li><strong>Collection.</strong> Water on the ground either runs downhill over the surface
            (<strong>run-off</strong>) into streams, lakes and the sea, or soaks in (<strong>infiltration</strong>)
            and becomes <strong>groundwater</strong>, the water that fills wells and boreholes.</li>
            </ol>
            <p>Lake Victoria shows how closely the stages are joined. Most of the water that enters the lake does
            not come from rivers at all: it falls straight onto the lake as rain. Much of that rain began as vapour
            from the lake itself.</p>
            <h2>Why fresh water is precious</h2>
            <p>Imagine that all the water on Earth fills a drum of 100 litres. About 97 litres are salty. Of the
            fresh water that is left, roughly two litres are frozen in ice and snow, and most of the rest is
            underground. All the rivers and freshwater lakes of the world together come to not much more than one
            teaspoonful. The Nile, the Niger, the Tana, Lake Victoria and Lake Tanganyika are all in that spoon.</p>
            <h2>Nairobi's water towers</h2>
            <p>Most of Nairobi's tap water begins as rain in the forests of the Aberdare range. Trees slow the rain
            down, their roots open the soil, and a thick layer of dead leaves soaks water up like a sponge. The
            forest then lets it out little by little, so that streams flow even in dry months. This is why people
            call the Aberdares and Mount Kenya <em>water towers</em>.</p>
            <p>Cut the trees and two things go wrong at once. In the rains the water rushes off bare ground, causing
            floods and carrying soil away. In the dry season the streams shrink, because little water soaked in to
            feed them. The same amount of rain has fallen, but much less of it is useful.</p>
            <h2>Try it</h2>
            <p>Put two centimetres of warm water in a clear bowl. Stand an empty cup in the middle, cover the bowl
            with cling film, and place a small stone on the film above the cup. Leave it in the sun for three
            hours.</p>
            <ul>
            <li>Where do you see evaporation, condensation and precipitation?</li>
            <li>Stir salt into the water and repeat. Is the water in the cup salty? What does that tell you about
            rain that comes from the ocean?</li>
            </ul>
            """
    )
}
