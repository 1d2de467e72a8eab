"""Two hundred names that try to be more than text, for every place where a name is shown."""

from __future__ import annotations

from itertools import islice

DEED = "window.struck=1"
SHAPES = (
    "<script>{deed}</script>", "</script><script>{deed}</script>", "<ScRiPt src=data:,{deed}>", "<img src=x onerror={deed}>",
    "<svg onload={deed}>", "<svg><script>{deed}</script></svg>", "<body onload={deed}>", "<iframe srcdoc='<script>parent.{deed}</script>'>",
    "<a href=javascript:{deed}>press</a>", "<details open ontoggle={deed}>", "<input autofocus onfocus={deed}>", "<video><source onerror={deed}>",
    "<math><mtext></title><script>{deed}</script>", "<base href=//elsewhere.example/>", "<meta http-equiv=refresh content=0;url=//elsewhere.example/>",
    "<style>@import '//elsewhere.example/x.css'</style>", "<link rel=stylesheet href=//elsewhere.example/x.css>", "<form action=//elsewhere.example/><button>",
    "<object data=javascript:{deed}>", "<embed src=javascript:{deed}>", "<template><script>{deed}</script></template>", "<!--><script>{deed}</script>-->",
    "&lt;script&gt;{deed}&lt;/script&gt;", "&#60;script&#62;{deed}&#60;/script&#62;", "\u003cscript\u003e{deed}\u003c/script\u003e", "{{{{ 7 * 7 }}}}{{% raw %}}", "${{{deed}}}", "<%= {deed} %>",
    "=1+1", '=HYPERLINK("//elsewhere.example")', "+1+1", "-1+1", "@SUM(1)", "\t=1+1", "*bold* _it_ `code` [press](javascript:{deed})", "# heading | cell | <b>",
    "@everyone @here <!channel> <@U1>", "red \x1b[31malert\x1b[0m \x9b2J\x07", "\u202egnp.exe\u202c", "line\u2028break\u2029\r\nSubject: other", "null\x00byte", "\ufeff\u200b\u2060zero", "\ud7ff\ue000\ufffd", "']]><x>", "--%>", "';DROP TABLE event;--",
    "%00%0d%0aSet-Cookie:a=b", "../../../etc/passwd", "a" * 900, "\U0001f3b5" * 60, "<x y=z onpointerenter={deed}>", "<a id=window><a id=window name=struck>",
)  # fmt: skip
WRAPS = ("{}", '"{}', "'>{}", "Song {} (Live)")
"""Each shape as it is, behind what ends an attribute, and in the midst of a name."""


def names(number: int = 200) -> list[str]:
    """So many of them, all different."""
    wrapped = (wrap.format(shape.format(deed=DEED)) for wrap in WRAPS for shape in SHAPES)
    return list(islice(dict.fromkeys(wrapped), number))
