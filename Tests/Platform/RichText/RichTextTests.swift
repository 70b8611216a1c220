import RichText
import Testing
import Values

@Suite("Rich text keeps what the editor makes", .timeLimit(.minutes(15)))
struct RichTextTests {
    @Test(
        "What the editor makes comes out as it went in",
        arguments: [
            "<p>Habari <strong>za</strong> <em>asubuhi</em>, <u>Wanjikũ</u> <s>na</s> Ọ̀ṣun 😀 𝒳</p>",
            "<h1>a</h1><h2>b</h2><h3>c</h3><h4>d</h4><h5>e</h5><h6>f</h6><hr><p>x<br>y</p>",
            "<ul><li><p>a</p><ul><li><p>b</p></li></ul></li></ul><ol start=\"3\"><li>c</li></ol>",
            "<blockquote><p>H<sub>2</sub>O, m<sup>2</sup>, <mark>x</mark> <span>y</span></p></blockquote>",
            "<pre><code class=\"language-c++\">if (a &lt; b &amp;&amp; c &gt; d) {\n    x\n}</code></pre>",
            "<table><thead><tr><th colspan=\"2\">a</th></tr></thead><tbody></tbody></table>",
            "<table><tbody><tr><td rowspan=\"2\"><p>b</p></td></tr></tbody></table>",
            "<figure><img src=\"/files/1?a=1&amp;b=2\" alt=\"&quot;map&quot;\" width=\"640\"></figure>",
            "<p>a\u{a0}b أمينة ኢትዮጵያ</p>", "plain words", "",
        ]
    )
    func kept(html: String) throws {
        #expect(try RichText.sanitize(html) == html)
    }

    @Test(
        "Links lose what they could do to the reader",
        arguments: [
            ("https://example.com/a?b=1&amp;c=2#d", "https://example.com/a?b=1&amp;c=2#d"),
            ("/courses/1", "/courses/1"), ("lesson-2", "lesson-2"), ("#part", "#part"), ("?page=2", "?page=2"),
            ("mailto:amina@sunrise.example.com", "mailto:amina@sunrise.example.com"),
            ("/a:b", "/a:b"), (" HTTPS://example.com ", "HTTPS://example.com"),
            ("ht\ntps://example.com", "https://example.com"),
        ]
    )
    func links(given: String, kept: String) throws {
        let html = try RichText.sanitize("<a href=\"\(given)\" target=\"_blank\" onclick=\"x()\">y</a>")
        #expect(html == "<a href=\"\(kept)\" rel=\"noopener noreferrer nofollow\">y</a>")
    }

    @Test(
        "What the editor does not make is unwrapped, repaired or left out",
        arguments: [
            ("<div>a</div><div><b>b</b></div>", "a\n<b>b</b>"), ("<div><p>a</p></div>", "<p>a</p>"),
            ("<font color=red>a</font>b", "ab"), ("a<!-- c -->b<?php d ?>", "ab"),
            ("<p>a<p>b", "<p>a</p><p>b</p>"), ("<b>a<i>b", "<b>a<i>b</i></b>"),
            ("<p><x-y><p>a</p></x-y></p>", "<p></p><p>a</p>"), ("a < b > c & d", "a &lt; b &gt; c &amp; d"),
            ("<p style='color:red' class=x id=y data-z=1>a</p>", "<p>a</p>"),
            ("<code class='x language-swift'>a</code>", "<code class=\"language-swift\">a</code>"),
            ("<code class='language-<'>a</code>", "<code>a</code>"),
            ("<ol start='0x3'><li>a</ol>", "<ol><li>a</li></ol>"), ("<img alt=a>b", "b"),
            ("<img src=a width=99999 height=-1>", "<img src=\"a\">"), ("a\u{0}\u{1}b&#1;c&#127;", "abc"),
            ("a</body></html><p>b", "a<p>b</p>"), ("<script>a</script>b<style>c</style>", "b"),
            ("<embed src=x>a", "a"), ("x<form><p>a</p><input></form>y", "xy"), ("&check; &eacute;", "&amp;check; é"),
        ]
    )
    func repaired(given: String, kept: String) throws {
        #expect(try RichText.sanitize(given) == kept)
    }

    @Test("Words alone keep their lines")
    func plainText() throws {
        let html = """
            <h1>Rain</h1><p>It   falls<br>down &amp; <b>up</b>.</p>
            <ul><li><p>one</p></li><li>two<ul><li>three</li></ul></li></ul>
            <table><tr><td>a</td><td><p>b</p></td></tr><tr><td>c</td></tr></table>
            <pre>x\n  y</pre><div>p</div><div>q</div>
            <img src="javascript:1" alt="A map"><script>no()</script><style>no</style>
            """
        #expect(
            try RichText.plainText(html) == """
                Rain

                It falls
                down & up.

                - one
                - two
                - three

                a\tb
                c

                x
                  y

                p
                q
                A map
                """
        )
    }

    @Test("A text longer than the limit is refused, before and after")
    func tooLong() {
        #expect(throws: InvalidValue.self) { try RichText.sanitize(String(repeating: "a", count: 1 << 20) + "b") }
        #expect(throws: InvalidValue.self) { try RichText.sanitize(String(repeating: "&", count: 1 << 19)) }
        #expect(throws: InvalidValue.self) { try RichText.plainText(String(repeating: "a", count: 1 << 21)) }
    }
}
