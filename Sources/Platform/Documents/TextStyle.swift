/// How text looks.
package struct TextStyle: Hashable, Sendable {
    package var family: Family
    /// The size of the letters, in points.
    package var size: Double
    package var weight: Weight
    package var isItalic: Bool
    package var color: Color
    package var alignment: Alignment
    /// The most lines the text may take; a single line also turns the text's own line breaks into spaces.
    package var lines: Int
    /// How small the letters may become to fit; `nil` keeps their size.
    package var minimumSize: Double?

    package init(
        _ family: Family = .serif,
        size: Double,
        weight: Weight = .regular,
        isItalic: Bool = false,
        color: Color = .black
    ) {
        (self.family, self.size, self.weight, self.isItalic, self.color) = (family, size, weight, isItalic, color)
        (alignment, lines, minimumSize) = (.leading, .max, nil)
    }

    /// The same style, set to one side or to the middle.
    package func aligned(_ alignment: Alignment) -> TextStyle {
        var style = self
        style.alignment = alignment
        return style
    }

    /// The same style for text of at most so many lines, whose letters shrink to `minimumSize` to fit.
    package func fitting(lines: Int, minimumSize: Double) -> TextStyle {
        var style = self
        (style.lines, style.minimumSize) = (max(1, lines), minimumSize)
        return style
    }

    /// The typeface, and behind it the ones of the same style for scripts it lacks; for any other script the system's
    /// own choice is taken.
    package enum Family: String, Hashable, Sendable {
        case serif = "Noto Serif,Noto Naskh Arabic,Noto Serif Ethiopic,Noto Serif Devanagari,serif"
        case sans = "Noto Sans,Noto Sans Arabic,Noto Sans Ethiopic,Noto Sans Devanagari,sans-serif"
        case mono = "Noto Sans Mono,DejaVu Sans Mono,Noto Sans Arabic,Noto Sans Ethiopic,monospace"
    }

    /// How heavy the letters are, on the scale of OpenType.
    package enum Weight: Int, Hashable, Sendable {
        case regular = 400
        case semibold = 600
        case bold = 700
    }

    /// Where lines stand in their box; `leading` is the side on which the text's script begins.
    package enum Alignment: Hashable, Sendable {
        case leading
        case center
        case trailing
    }
}
