import CPango

extension PDFPage {
    /// Writes text into a box, from its top, wrapped to its width; the height taken, in points.
    ///
    /// Text that does not fit shrinks as far as the style allows, then ends in an ellipsis (what is cut can still be
    /// searched for and copied). It may come from outside: it is never markup, loses its control characters, and is
    /// cut after 5,000 characters.
    @discardableResult
    package func text(_ text: String, in box: Box, style: TextStyle) -> Double {
        guard box.width > 0, let layout = TextLayout(text, in: box, style: style, context: context) else { return 0 }
        cairo_move_to(context, box.x, box.y)
        use(style.color)
        layout.draw()
        return layout.extent.height
    }
}

/// Owns a Pango layout: text, shaped and broken into lines.
private struct TextLayout: ~Copyable {
    private let layout: OpaquePointer
    private let context: OpaquePointer
    private let box: Box
    private let style: TextStyle

    init?(_ text: String, in box: Box, style: TextStyle, context: OpaquePointer) {
        guard let layout = pango_cairo_create_layout(context) else { return nil }
        (self.layout, self.context, self.box, self.style) = (layout, context, box, style)
        prepareContext()
        pango_layout_set_text(layout, PrintableText.clean(text, limit: 5000, singleLine: style.lines == 1), -1)
        pango_layout_set_width(layout, Int32(box.width * Double(PANGO_SCALE)))
        switch style.alignment {
        case .leading: pango_layout_set_alignment(layout, PANGO_ALIGN_LEFT)
        case .center: pango_layout_set_alignment(layout, PANGO_ALIGN_CENTER)
        case .trailing: pango_layout_set_alignment(layout, PANGO_ALIGN_RIGHT)
        }
        fit()
    }

    deinit { g_object_unref(UnsafeMutableRawPointer(layout)) }

    func draw() { pango_cairo_show_layout(context, layout) }

    var extent: (width: Double, height: Double) {
        var extent = PangoRectangle()
        pango_layout_get_extents(layout, nil, &extent)
        return (Double(extent.width) / Double(PANGO_SCALE), Double(extent.height) / Double(PANGO_SCALE))
    }

    /// One unit is a point, and glyphs stand where the font says, not on a screen's pixels.
    private func prepareContext() {
        let pango = pango_layout_get_context(layout)
        let options = cairo_font_options_create()
        cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE)
        cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF)
        pango_cairo_context_set_font_options(pango, options)
        cairo_font_options_destroy(options)
        pango_cairo_context_set_resolution(pango, 72)
        pango_layout_context_changed(layout)
    }

    /// Shrinks the text until it fits; the smallest text that still does not fit is cut.
    private func fit() {
        // Whole words only while there is a smaller size to try: a name is not broken if it can be kept whole.
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD)
        let smallest = min(style.minimumSize ?? style.size, style.size)
        var size = style.size
        apply(size)
        while !fits, size > smallest {
            size = max(smallest, size * 0.95)
            apply(size)
        }
        guard !fits else { return }
        pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR)
        pango_layout_set_ellipsize(layout, PANGO_ELLIPSIZE_END)
        // Negative: so many lines a paragraph; positive: so high.
        let height = style.lines == 1 ? -1 : Int32(allowedHeight * Double(PANGO_SCALE))
        pango_layout_set_height(layout, height)
    }

    private var fits: Bool {
        let extent = extent
        return extent.width <= box.width + 0.01 && extent.height <= box.height + 0.01
            && Int(pango_layout_get_line_count(layout)) <= style.lines
    }

    /// The box's height, or that of the lines allowed, when that is less.
    private var allowedHeight: Double {
        let lines = Double(pango_layout_get_line_count(layout))
        return min(box.height, extent.height / max(1, lines) * Double(min(style.lines, 10_000)))
    }

    private func apply(_ size: Double) {
        let description = pango_font_description_new()
        pango_font_description_set_family(description, style.family.rawValue)
        pango_font_description_set_weight(description, PangoWeight(UInt32(style.weight.rawValue)))
        pango_font_description_set_style(description, style.isItalic ? PANGO_STYLE_ITALIC : PANGO_STYLE_NORMAL)
        pango_font_description_set_absolute_size(description, min(max(size, 1), 1000) * Double(PANGO_SCALE))
        pango_layout_set_font_description(layout, description)
        pango_font_description_free(description)
    }
}
