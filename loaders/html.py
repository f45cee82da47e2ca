"""HTML pages of articles. The page's main text is found by trafilatura; scripts, styles and menus never become text.

What is known of the document is read from the page's own metadata alone: Open Graph and `meta` tags, JSON-LD, the
canonical link. Nothing is guessed from the address or the words. The text that is stored is the extracted one.
"""

from __future__ import annotations

import json
import re
import sys
import warnings
from collections.abc import Iterator
from pathlib import PurePath
from typing import TYPE_CHECKING, Any

from graph.claims import Document, Source, is_iso_date
from graph.errors import InputError
from loaders.boilerplate import without_boilerplate
from loaders.document import decode, document_of, is_visible, without_typesetting
from loaders.formats import Format
from loaders.language.reading import read_document

if TYPE_CHECKING:
    from lxml.html import HtmlElement

_OPENING = re.compile(
    rb"^\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body|article|main|div)\b", re.I | re.S
)
_CHARSET = re.compile(rb"<meta[^>]{0,200}charset=[\"']?\s*([A-Za-z0-9_-]{2,40})", re.IGNORECASE)
# Python's codec for each character set that browsers take from a page; their "latin-1" is windows-1252.
CODECS = {
    **{f"windows-{n}": f"cp{n}" for n in (874, *range(1250, 1259))},
    **{f"iso-8859-{n}": f"iso8859-{n}" for n in (*range(2, 9), 10, 13, 14, 15, 16)},
    **dict.fromkeys(("iso-8859-1", "latin1", "ascii", "us-ascii", "cp1252", "x-cp1252"), "cp1252"),
    "iso-8859-9": "cp1254",
    "iso-8859-11": "cp874",
    "tis-620": "cp874",
    "cp1251": "cp1251",
    "cp1250": "cp1250",
    "koi8-r": "koi8-r",
    "koi8-u": "koi8-u",
    "macintosh": "mac-roman",
    "ibm866": "cp866",
    "cp866": "cp866",
    **dict.fromkeys(("gb2312", "gbk", "x-gbk", "gb18030"), "gb18030"),
    **dict.fromkeys(("big5", "big5-hkscs"), "big5hkscs"),
    **dict.fromkeys(("shift_jis", "shift-jis", "sjis", "windows-31j", "x-sjis"), "cp932"),
    "euc-jp": "euc_jp",
    "x-euc-jp": "euc_jp",
    "iso-2022-jp": "iso2022_jp",
    **dict.fromkeys(("euc-kr", "ks_c_5601-1987", "windows-949"), "cp949"),
}
# No XML tree holds these, and lxml says so by breaking off; nobody sees them either.
_FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_REFERENCE = re.compile(r"&#(?:x0*([0-9a-f]{1,6})(?![0-9a-f])|0*([0-9]{1,7})(?![0-9]));?", re.IGNORECASE)
_GAP = "\u00ad"  # stands where a forbidden character was, so that no two halves of a reference meet
_DATE = re.compile(r"\d{4}-\d\d-\d\d")
_TITLES = ("og:title", "twitter:title", "dc.title")
_PUBLISHERS = ("og:site_name", "publisher", "dc.publisher", "article:publisher_name")
_DATES = (
    "article:published_time",
    "datepublished",
    "date",
    "pubdate",
    "publishdate",
    "dc.date",
    "dcterms.date",
    "dc.date.issued",
    "parsely-pub-date",
    "sailthru.date",
)
_URLS = ("og:url",)
_FURNITURE = ("nav", "header", "footer", "aside", "form", "iframe", "svg", "button", "select", "object")
MAX_DEPTH = 400  # tags inside tags; browsers give up at about 512


def document(name: str, data: bytes) -> Document:
    """The page's main text and what the page says of itself."""
    markup = _allowed(decode(name, _as_utf8(name, data)))
    page = _parsed(name, markup)
    text = without_typesetting(_main_text(page, markup))
    if not is_visible(text):
        raise InputError(f"{name}: no text between the tags; is the page drawn by a script? Save it from the browser")
    return without_boilerplate(document_of(name, data, "html", text, **_metadata(page)))


def _as_utf8(name: str, data: bytes) -> bytes:
    """The bytes in UTF-8 where the page declares another character set that fits them."""
    declared = _CHARSET.search(data[:2048])
    charset = declared[1].decode("ascii").casefold() if declared else "utf-8"
    if charset in ("utf-8", "utf8") or data.startswith((b"\xff\xfe", b"\xfe\xff", b"\xef\xbb\xbf")):
        return data
    codec = CODECS.get(charset)
    try:
        return data.decode(codec or "utf-8").encode("utf-8")
    except UnicodeError as error:
        return _despite(name, data, charset, "does not fit its bytes" if codec else "no browser knows", error)


def _despite(name: str, data: bytes, charset: str, why: str, error: UnicodeError) -> bytes:
    """The bytes of a page that declares a character set wrongly, if they are UTF-8 after all."""
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as place:
        raise InputError(
            f"{name}: its character set {charset!r} {why}, and byte {place.start} is not UTF-8; save the page as UTF-8"
        ) from error
    return data


def _allowed(markup: str) -> str:
    """The markup without the characters that XML forbids, plain or as references ("&#1;")."""
    return _FORBIDDEN.sub(_GAP, _REFERENCE.sub(_allowed_reference, markup))


def _allowed_reference(match: re.Match[str]) -> str:
    code = int(match[1], 16) if match[1] else int(match[2])
    return _GAP if code > sys.maxunicode or _FORBIDDEN.match(chr(code)) else match[0]


def _parsed(name: str, markup: str) -> HtmlElement:
    from lxml import etree, html

    try:
        parser = html.HTMLParser(encoding="utf-8", huge_tree=True)
        page = html.document_fromstring(markup.encode("utf-8"), parser=parser)
    except (etree.LxmlError, ValueError) as error:
        raise InputError(f"{name}: the HTML cannot be parsed ({error}); save the page anew or as text") from error
    if _depth(page) > MAX_DEPTH:
        raise InputError(f"{name}: tags nested more than {MAX_DEPTH} deep; save the page's text instead")
    return page


def _depth(page: HtmlElement) -> int:
    deepest, stack = 0, [(page, 1)]
    while stack:
        element, depth = stack.pop()
        deepest = max(deepest, depth)
        if depth <= MAX_DEPTH:
            stack += [(child, depth + 1) for child in element]
    return deepest


def _main_text(page: HtmlElement, markup: str) -> str:
    """The article's words: trafilatura's choice, or for a page too small for it every block of the body."""
    import trafilatura

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        found = trafilatura.extract(markup, include_comments=False, include_tables=True, include_images=False) or ""
    every = _blocks(page)
    text = (
        found if len(found.split()) * 3 >= len(every.split()) else every if len(every.split()) < 150 else found or every
    )
    return _spaced(text)


def _blocks(page: HtmlElement) -> str:
    from lxml import etree

    body = page.find("body")
    if body is None:
        return ""
    silent = ("script", "style", "noscript", "template", *_FURNITURE)
    etree.strip_elements(body, *silent, etree.Comment, etree.ProcessingInstruction, with_tail=False)
    for element in body.iter(
        "p", "div", "li", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "section", "article", "blockquote"
    ):
        element.tail = "\n" + (element.tail or "")
        if element.tag != "br":
            element.text = "\n" + (element.text or "")
    for cell in body.iter("td", "th"):
        cell.tail = " | " + (cell.tail or "")
    rows = (" ".join(line.split()).strip(" |") for line in body.text_content().split("\n"))
    return "\n".join(filter(None, rows))


def _spaced(text: str) -> str:
    """Paragraphs apart by a blank line; rows of lists and tables stay together, without bars at their ends."""
    out: list[str] = []
    for line in (row.strip() for row in text.split("\n")):
        if not line or re.fullmatch(r"[|\s:-]+", line):
            continue
        row = line.startswith(("- ", "|")) or " | " in line
        gap = "" if not out else "\n" if row else "\n\n"
        out.append(gap + line.strip("| "))
    return "".join(out)


def _metadata(page: HtmlElement) -> dict[str, str]:
    tags = dict(_tags(page))
    linked = list(_linked_data(page))
    published = _first(tags, _DATES) or next(
        (d["datePublished"] for d in linked if isinstance(d.get("datePublished"), str)), None
    )
    date = _DATE.match(published or "")
    title = _first(tags, _TITLES) or next((d["headline"] for d in linked if isinstance(d.get("headline"), str)), None)
    found = {
        "title": title or " ".join("".join(page.xpath("//head/title/text()")).split()),
        "publisher": _first(tags, _PUBLISHERS) or _publisher(linked),
        "published": date[0] if date and is_iso_date(date[0]) else None,
        "url": next(iter(page.xpath("//link[@rel='canonical']/@href")), None) or _first(tags, _URLS),
    }
    return {key: without_typesetting(str(value)) for key, value in found.items() if value}


def _tags(page: HtmlElement) -> Iterator[tuple[str, str]]:
    for tag in reversed(page.xpath("//meta[@content]")):
        key = tag.get("property") or tag.get("name") or tag.get("itemprop")
        if key and tag.get("content").strip():
            yield key.casefold(), " ".join(tag.get("content").split())


def _first(tags: dict[str, str], keys: tuple[str, ...]) -> str | None:
    return next((tags[key] for key in keys if key in tags), None)


def _linked_data(page: HtmlElement) -> Iterator[dict[str, Any]]:
    """The JSON-LD objects of the page, those in a graph one by one; what is no JSON is passed over."""
    for script in page.xpath("//script[@type='application/ld+json']/text()"):
        try:
            data = json.loads(script)
        except (ValueError, RecursionError):
            continue
        for item in data if isinstance(data, list) else [data]:
            if isinstance(item, dict):
                yield item
                graph = item.get("@graph")
                yield from (inner for inner in graph if isinstance(inner, dict)) if isinstance(graph, list) else ()


def _publisher(linked: list[dict[str, Any]]) -> str | None:
    for item in linked:
        publisher = item.get("publisher")
        if isinstance(publisher, dict) and isinstance(publisher.get("name"), str):
            return str(publisher["name"])
    return None


def recognise(name: str, head: bytes) -> bool:
    """A document type or tag of HTML at the start, whatever the file is called."""
    plain = head.removeprefix(b"\xef\xbb\xbf").replace(b"\x00", b"").removeprefix(b"\xff\xfe").removeprefix(b"\xfe\xff")
    return bool(_OPENING.match(plain)) or PurePath(name).suffix.casefold() in (".html", ".htm", ".xhtml")


def read(name: str, data: bytes) -> Source:
    return read_document(document(name, data))


FORMAT = Format(
    name="html",
    description="an HTML page of an article; title, publisher, date and address from its metadata",
    example="article.html",
    recognise=recognise,
    read=read,
)
