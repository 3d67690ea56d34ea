"""Codes of languages, as `en` or `pt-BR`, and what people write instead."""

import re

from credfolio.fields import nearest

# ISO 639-1, and languages of three letters that schools teach in.
_CODES = frozenset(
    "aa ab ae af ak am an ar as av ay az ba be bg bh bi bm bn bo br bs ca ce ch co cr cs cu cv cy "
    "da de dv dz ee el en eo es et eu fa ff fi fj fo fr fy ga gd gl gn gu gv ha he hi ho hr ht hu "
    "hy hz ia id ie ig ii ik io is it iu ja jv ka kg ki kj kk kl km kn ko kr ks ku kv kw ky la lb "
    "lg li ln lo lt lu lv mg mh mi mk ml mn mr ms mt my na nb nd ne ng nl nn no nr nv ny oc oj om "
    "or os pa pi pl ps pt qu rm rn ro ru rw sa sc sd se sg si sk sl sm sn so sq sr ss st su sv sw "
    "ta te tg th ti tk tl tn to tr ts tt tw ty ug uk ur uz ve vi vo wa wo xh yi yo za zh zu "
    "ast chr ckb dsb fil haw hmn hsb kea lkt nds pap prs rom scn smn sms sma tet tpi yue".split()
)

_NAMES = tuple(
    each.split("=")
    for each in "en=english es=spanish es=español fr=french fr=français de=german de=deutsch "
    "pt=portuguese pt=português it=italian it=italiano nl=dutch pl=polish ar=arabic zh=chinese "
    "ja=japanese ko=korean vi=vietnamese ru=russian uk=ukrainian ht=haitian so=somali".split()
)


def is_language(code: str) -> bool:
    """Whether `code` is a known language, perhaps with a country or a script behind it."""
    first, *rest = code.replace("_", "-").lower().split("-")
    return first in _CODES and all(re.fullmatch("[a-z0-9]{2,8}", each) for each in rest)


def nearest_language(written: str) -> str | None:
    """The code that is meant by a name of a language, or by a code with a slip."""
    word = written.replace("_", "-").lower().split("-")[0]
    named = next((code for code, name in _NAMES if name == word), None)
    return named or (nearest(word, tuple(sorted(_CODES))) if len(word) < 4 else None)
