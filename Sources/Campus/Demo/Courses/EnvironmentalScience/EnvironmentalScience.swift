extension DemoCourse {
    /// The science course of Sunrise Academy, taught by Mrs Wanjiku.
    package static let environmentalScience = DemoCourse(
        code: "class-stem",
        title: "Introduction to Environmental Science",
        description: """
            Follow a drop of water from Lake Victoria to a Nairobi tap, shake soil in a jar, read the sky and the \
            electricity meter, and lead a field investigation in the school compound. With Mrs Wanjiku.
            """,
        subject: "Science",
        gradeLevel: "Grade 8",
        seatLimit: 40,
        modules: [
            DemoModule(
                title: "Water and living things",
                description: "How water moves round the Earth, and how living things depend on it and on each other.",
                lessons: [.waterCycle, .kenyanEcosystems, .waterAndLifeQuiz]
            ),
            DemoModule(
                title: "Land and what we take from it",
                description: "The soil that feeds us, and what becomes of the things we throw away.",
                lessons: [.soilAndFarming, .wasteAndReuse]
            ),
            DemoModule(
                title: "Air and energy",
                description: "Why the rains come, how the climate is changing, and where our electricity comes from.",
                lessons: [.weatherAndClimate, .energyWeUse, .landAirAndEnergyQuiz]
            ),
            DemoModule(
                title: "Working as a scientist",
                description: "Ask a question of your own school compound, collect data, and draw honest conclusions.",
                lessons: [.fieldInvestigation, .dataAndGraphs]
            ),
        ]
    )
}
