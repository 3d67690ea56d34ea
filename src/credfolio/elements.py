"""What may stand on a page: the elements of HTML, and the kinds of file that are published."""

DROPPED: frozenset[str] = frozenset(
    (
        "applet canvas datalist embed frame frameset head iframe math noembed noframes noscript "
        "object plaintext script select style svg template textarea title xmp"
    ).split()
)
"""Elements whose content is dropped with them: browsers run it or don't show it as text."""

ELEMENTS: frozenset[str] = DROPPED | frozenset(
    (
        "a abbr address area article aside audio b base bdi bdo big blockquote body br button "
        "caption center cite code col colgroup data dd del details dfn dialog div dl dt em "
        "fieldset figcaption figure font footer form h1 h2 h3 h4 h5 h6 header hgroup hr html i "
        "img input ins kbd label legend li link main map mark menu meta meter nav ol optgroup "
        "option output p picture pre progress q ruby rp rt s samp search section slot small "
        "source span strike strong sub summary sup table tbody td tfoot th thead time tr track "
        "tt u ul var video wbr"
    ).split()
)
"""Names that a tag may have; anything else in angle brackets was meant as words."""

PUBLISHED: frozenset[str] = frozenset(
    (
        "aac avif bmp csv doc docx epub flac gif heic heif jpeg jpg key m4a m4v mkv mov mp3 mp4 "
        "mpeg numbers odp ods odt oga ogg ogv opus pages pdf png ppt pptx rtf srt tif tiff tsv "
        "txt vtt wav webm webp wmv xls xlsx"
    ).split()
)
"""Kinds of file, by the end of their name, that may be published as evidence: neither metadata
and sources nor what a browser would run as part of the site."""
