import CPango

/// A page that is being drawn; means nothing once it is. What is drawn later covers what was drawn before.
package struct PDFPage {
    /// The page's size in points.
    package let size: PageSize

    let surface: PDFSurface
    var context: OpaquePointer { surface.context }

    init(surface: PDFSurface, size: PageSize) { (self.surface, self.size) = (surface, size) }

    /// The whole page.
    package var bounds: Box { Box(x: 0, y: 0, width: size.width, height: size.height) }

    /// Fills the shape.
    package func fill(_ shape: Shape, _ color: Color) {
        trace(shape)
        use(color)
        cairo_fill(context)
    }

    /// Draws the shape's outline, half the line's width on either side of it.
    package func stroke(_ shape: Shape, _ color: Color, lineWidth: Double = 1) {
        trace(shape)
        use(color)
        cairo_set_line_width(context, lineWidth)
        cairo_stroke(context)
    }

    /// Draws a straight line; with `dash`, strokes of that length with gaps as long.
    package func line(from start: Point, to end: Point, _ color: Color, lineWidth: Double = 1, dash: Double? = nil) {
        cairo_move_to(context, start.x, start.y)
        cairo_line_to(context, end.x, end.y)
        use(color)
        cairo_set_line_width(context, lineWidth)
        if let dash, dash > 0 { withUnsafePointer(to: dash) { cairo_set_dash(context, $0, 1, 0) } }
        cairo_stroke(context)
        cairo_set_dash(context, nil, 0, 0)
    }

    /// Draws the code as large as fits into the box, with the white margin of four modules that scanners need.
    package func draw(_ code: QRCode, in box: Box, _ color: Color = .black) {
        let module = min(box.width, box.height) / Double(code.size + 8)
        fill(
            .rectangle(
                Box(x: box.x, y: box.y, width: module * Double(code.size + 8), height: module * Double(code.size + 8))
            ),
            .white
        )
        // One path, so that no viewer shows seams between modules.
        for row in 0..<code.size {
            var column = 0
            while column < code.size {
                let length = (column..<code.size).prefix { code[row, $0] }.count
                if length > 0 {
                    let (x, y) = (box.x + module * Double(column + 4), box.y + module * Double(row + 4))
                    cairo_rectangle(context, x, y, module * Double(length), module)
                }
                column += length + 1
            }
        }
        use(color)
        cairo_fill(context)
    }

    func use(_ color: Color) {
        cairo_set_source_rgb(context, color.red, color.green, color.blue)
    }

    private func trace(_ shape: Shape) {
        cairo_new_path(context)
        switch shape {
        case .rectangle(let box): cairo_rectangle(context, box.x, box.y, box.width, box.height)
        case .rounded(let box, let radius): traceRounded(box, radius: min(radius, box.width / 2, box.height / 2))
        case .ellipse(let box):
            cairo_save(context)
            cairo_translate(context, box.x + box.width / 2, box.y + box.height / 2)
            // A scale of nothing cannot be undone, and would spoil the page.
            cairo_scale(context, max(box.width / 2, 0.001), max(box.height / 2, 0.001))
            cairo_arc(context, 0, 0, 1, 0, 2 * .pi)
            cairo_restore(context)
        case .polygon(let points):
            for point in points { cairo_line_to(context, point.x, point.y) }
            cairo_close_path(context)
        }
    }

    private func traceRounded(_ box: Box, radius: Double) {
        let (left, top) = (box.x + radius, box.y + radius)
        let (right, bottom) = (box.x + box.width - radius, box.y + box.height - radius)
        cairo_arc(context, right, top, radius, -.pi / 2, 0)
        cairo_arc(context, right, bottom, radius, 0, .pi / 2)
        cairo_arc(context, left, bottom, radius, .pi / 2, .pi)
        cairo_arc(context, left, top, radius, .pi, 1.5 * .pi)
        cairo_close_path(context)
    }
}
