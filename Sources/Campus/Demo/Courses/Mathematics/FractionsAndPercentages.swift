extension DemoLesson {
    /// Treats fractions, decimals and percentages as one number in three outfits.
    static let fractionsAndPercentages = DemoLesson(
        title: "One number, three outfits",
        durationMinutes: 30,
        body: """
            <p>At Balogun Market a trader marks a length of ankara "half price", her neighbour marks his "0.5 of
            what it was", and a third shouts "50 per cent off!" Who is cheapest? Nobody: all three say the same. A
            fraction, a decimal and a percentage are three outfits for one number, and a good mathematician changes
            clothes quickly.</p>
            <h2>What a fraction says</h2>
            <p>In 3/4 the lower number, the <strong>denominator</strong>, says into how many equal parts we cut the
            whole. The upper number, the <strong>numerator</strong>, says how many of them we take. The word
            <em>equal</em> matters: a loaf torn into four uneven lumps has no quarters.</p>
            <p>Multiply or divide both numbers by the same amount, as long as it is not zero, and the value stays
            the same. These are <strong>equivalent fractions</strong>:</p>
            <pre>3/4 = 6/8 = 75/100</pre>
            <h2>Changing outfits</h2>
            <ul>
            <li><strong>Fraction to decimal:</strong> divide. 3 ÷ 4 = 0.75.</li>
            <li><strong>Decimal to percentage:</strong> multiply by 100. 0.75 is 75%, because <em>per cent</em>
            means "out of a hundred".</li>
            <li><strong>Percentage to fraction:</strong> write it over 100 and simplify. 35% = 35/100 = 7/20.</li>
            </ul>
            <h2>Adding fractions</h2>
            <p>You cannot add halves and thirds until they are cut into pieces of the same size. Find a number that
            both denominators divide into:</p>
            <pre>1/2 + 1/3 = 3/6 + 2/6 = 5/6</pre>
            <p>Check that the answer makes sense. 5/6 is a little less than 1, and a half and a third together ought
            to be. Adding tops and bottoms would give 2/5, which is less than the half we started with. That cannot
            be right.</p>
            <h2>A percentage of something</h2>
            <p>Cloth costs 8,000 naira and the trader takes off 15%.</p>
            <ol>
            <li>10% of 8,000 is 800.</li>
            <li>5% is half of that: 400.</li>
            <li>15% is 800 + 400 = 1,200. You pay 8,000 − 1,200 = 6,800 naira.</li>
            </ol>
            <p>The quick way: if 15% comes off, 85% is left, and 0.85 × 8,000 = 6,800.</p>
            <p><strong>Beware:</strong> a price that goes up 20% and then down 20% does not come home. 1,000 naira
            goes up to 1,200. Then 20% of 1,200 is 240, and we land on 960. The second 20% was taken of a bigger
            number.</p>
            <h2>Practise</h2>
            <ol>
            <li>Write 0.4 as a fraction in its simplest form and as a percentage.</li>
            <li>Work out 2/3 + 1/4.</li>
            <li>A bus fare of 500 naira rises by 30%. What is the new fare?</li>
            </ol>
            <p><em>Answers: 2/5 and 40%; 11/12; 650 naira.</em></p>
            """
    )
}
