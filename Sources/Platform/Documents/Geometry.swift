/// The size of a page, in points of 1/72 inch.
package struct PageSize: Hashable, Sendable {
    package let width: Double
    package let height: Double

    /// ISO 216 A4, 210 × 297 mm, upright.
    package static let a4Portrait = PageSize(width: 595.28, height: 841.89)
    /// ISO 216 A4, 297 × 210 mm, lying.
    package static let a4Landscape = PageSize(width: 841.89, height: 595.28)
}

/// A place on a page, in points from its upper left corner, down and to the right.
package struct Point: Hashable, Sendable {
    package var x: Double
    package var y: Double

    package init(x: Double, y: Double) { (self.x, self.y) = (x, y) }
}

/// An upright rectangle on a page, in points from the page's upper left corner.
package struct Box: Hashable, Sendable {
    package var x: Double
    package var y: Double
    package var width: Double
    package var height: Double

    package init(x: Double, y: Double, width: Double, height: Double) {
        (self.x, self.y, self.width, self.height) = (x, y, width, height)
    }

    /// The rectangle `margin` points inside this one on every side.
    package func inset(by margin: Double) -> Box {
        Box(x: x + margin, y: y + margin, width: max(0, width - 2 * margin), height: max(0, height - 2 * margin))
    }
}

/// A closed figure to fill or to outline.
package enum Shape: Hashable, Sendable {
    case rectangle(Box)
    case rounded(Box, radius: Double)
    /// The largest ellipse in the box: a circle, when that is a square.
    case ellipse(Box)
    case polygon([Point])
}

/// A colour of the screen (sRGB), written as on the web: `Color(0x1d3557)`.
package struct Color: Hashable, Sendable {
    package let red: Double
    package let green: Double
    package let blue: Double

    package init(_ rgb: UInt32) {
        red = Double(rgb >> 16 & 0xff) / 255
        green = Double(rgb >> 8 & 0xff) / 255
        blue = Double(rgb & 0xff) / 255
    }

    package static let black = Color(0x000000)
    package static let white = Color(0xffffff)
}
