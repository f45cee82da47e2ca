from __future__ import annotations

import base64
import hashlib
import json
import re
import subprocess
import sys
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest

from graph.model import EDGE_PREDICATES, Label, Modality, Predicate
from tests.viz.samples import FIRMS, Sketch, grown, october
from viz import network_page
from viz.network import label
from viz.page import Part, as_json
from viz.style import FAMILY_OF, NODE_STYLES
from viz.words import ADVERBS, GRADES, MODALITIES, RELATIONS

ROOT = Path(__file__).resolve().parents[2]
HOSTILE = (
    "<img src=x onerror=document.title='owned'>",
    "</script><script>document.title='owned'</script>",
    "<!-- <script>",
    "javascript:document.title='owned'",
    "a href=https://evil.example",
    "{{ 7 * 7 }} {% raw %}",
    "שלום שטח ירוק \u202e evil",
    "x" * 500,
    "🏭 工厂 \u2028 line",
    "\u0000\u001f control",
)


class Page(HTMLParser):
    """The elements of a page as a browser reads them."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.inside: list[tuple[str, dict[str, str | None], str]] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.elements.append((tag, dict(attrs)))
        if tag in {"script", "style"}:
            self.inside.append((tag, dict(attrs), ""))

    def handle_data(self, data: str) -> None:
        if self.lasttag in {"script", "style"} and self.inside:
            tag, attributes, before = self.inside[-1]
            self.inside[-1] = (tag, attributes, before + data)

    def handle_endtag(self, tag: str) -> None:
        if tag in {"script", "style"}:
            self.lasttag = ""

    @property
    def data(self) -> Any:
        return json.loads(next(text for _, attributes, text in self.inside if attributes.get("id") == "picture"))

    @property
    def policy(self) -> str:
        found = (a.get("content") for t, a in self.elements if a.get("http-equiv") == "Content-Security-Policy")
        return next(content for content in found if content)


@pytest.fixture(scope="module")
def page() -> Page:
    return Page(network_page(october()))


def rows(page: Page, table: str) -> list[dict[str, Any]]:
    values, packed = page.data["values"], page.data[table]
    return [{f: values[at] for f, at in zip(packed["fields"], row, strict=True) if at} for row in packed["rows"]]


def hostile() -> Sketch:
    sketch = Sketch()
    for name, other in zip(HOSTILE, [*HOSTILE[1:], HOSTILE[0]], strict=True):
        sketch.say(sketch.party(name), Predicate.SUPPLIES, sketch.party(other), name, attributed_to=name)
    return sketch


def test_the_same_picture_gives_the_same_bytes_in_another_process() -> None:
    script = (
        "import hashlib; from tests.viz.samples import october; from viz import network_page\n"
        "print(hashlib.sha256(network_page(october()).encode()).hexdigest())"
    )
    printed = {
        subprocess.run([sys.executable, "-c", script], env={"PYTHONHASHSEED": seed, "HOME": str(ROOT)}, cwd=ROOT,
                       capture_output=True, check=True, text=True).stdout.strip()
        for seed in ("0", "1")
    }  # fmt: skip
    assert printed == {hashlib.sha256(network_page(october()).encode()).hexdigest()}


def test_every_script_and_style_is_inline_and_in_the_policy(page: Page) -> None:
    parts = [(tag, text) for tag, attributes, text in page.inside if attributes.get("type") != "application/json"]
    hashes = {
        (tag, f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'") for tag, text in parts
    }
    allowed = dict(part.strip().split(" ", 1) for part in page.policy.split(";"))
    assert {h for tag, h in hashes if tag == "script"} == set(allowed["script-src"].split())
    assert {h for tag, h in hashes if tag == "style"} == set(allowed["style-src"].split())
    assert allowed["default-src"] == allowed["base-uri"] == allowed["form-action"] == "'none'"
    assert "unsafe" not in page.policy


def test_nothing_is_fetched_and_no_handler_stands_in_the_markup(page: Page) -> None:
    loading = {(t, k) for t, a in page.elements for k in a if k in {"src", "href", "srcset", "action", "data", "style"}}
    handlers = {k for _, a in page.elements for k in a if k.startswith("on")}
    assert (loading, handlers) == (set(), set())


def test_each_quote_is_in_the_file_once() -> None:
    text = network_page(october())
    quote = "Qualcomm and Nvidia, from the US, sell chips"
    assert sum(quote in (c.quote or "") for c in october().claims) == 6
    assert text.count(quote) == 1


def test_sixty_nodes_stay_under_700_kilobytes() -> None:
    assert len(network_page(grown(60)).encode()) < 700_000


def test_hostile_names_are_data_and_nothing_else() -> None:
    text = network_page(hostile().picture(HOSTILE[1]))
    page, plain = Page(text), Page(network_page(october()))
    assert [t for t, _ in page.elements] == [t for t, _ in plain.elements]
    assert sorted({e["name"] for e in rows(page, "entities")}) == sorted(HOSTILE)
    assert {c["quote"] for c in rows(page, "claims")} == set(HOSTILE)


def test_data_can_not_end_its_element() -> None:
    assert as_json("</script><!--&\u2028") == '"\\u003c/script\\u003e\\u003c!--\\u0026\\u2028"'
    assert json.loads(as_json(list(HOSTILE))) == list(HOSTILE)
    with pytest.raises(ValueError, match="ends the element"):
        Part.of("let a = '</SCRIPT>';")


def test_pyvis_draws_hedged_contested_and_stopped_lines_broken(page: Page) -> None:
    lines = {
        (r["type"], r["modality"], bool(r.get("contested")), bool(r.get("stopped")), json.dumps(e["dashes"]))
        for r, e in zip(rows(page, "relations"), page.data["edges"], strict=True)
    }
    assert ("SUPPLIES", "asserted", False, False, "false") in lines
    assert ("INVESTED_IN", "reported", False, False, "[7, 5]") in lines
    assert ("OWNS", "asserted", True, False, "[7, 5]") in lines
    assert ("SUPPLIES", "asserted", False, True, "[2, 5]") in lines
    assert {dashes for _, m, c, _, dashes in lines if m != "asserted" or c}.isdisjoint({"false"})


def test_parallel_edges_bend_apart(page: Page) -> None:
    number = {e["name"]: n for n, e in enumerate(rows(page, "entities"))}
    ends = (number["Alibaba"], number["Megvii"])
    bends = [e["smooth"]["type"] for e in page.data["edges"] if (e["from"], e["to"]) == ends]
    assert sorted(bends) == ["curvedCCW", "curvedCW"]


def test_listed_parties_and_only_they_are_marked(page: Page) -> None:
    marked = {e["name"] for e in rows(page, "entities") if e.get("standing") == "listed"}
    assert marked >= {*FIRMS, "Huawei"}
    assert marked.isdisjoint({"Qualcomm", "Nvidia", "TSMC", "Alibaba", "Bohai Harvest"})


def test_a_large_picture_opens_with_what_matters() -> None:
    data = Page(network_page(grown(801))).data
    assert (len(data["first"]), len(data["order"]), data["of"]["entities"]) == (160, 801, 801)


@pytest.mark.parametrize(
    ("name", "drawn"),
    [
        ("Hikvision", "Hikvision"),
        ("Shihezi Public Security Bureau", "Shihezi Public\nSecurity Bureau"),
        ("x" * 500, "x" * 19 + "\n" + "x" * 18 + "…"),
        ("Xinjiang Uyghur Autonomous Region Public Security Bureau", "Xinjiang Uyghur\nAutonomous Region…"),
    ],
)
def test_labels_take_two_lines_at_most(name: str, drawn: str) -> None:
    assert label(name) == drawn


def test_every_label_relation_modality_and_grade_has_its_words_and_mark() -> None:
    drawn = set(Label) - {Label.LISTING, Label.DOCUMENT, Label.PARTY, Label.CLAIM, Label.JUDGEMENT, Label.LOAD}
    assert set(NODE_STYLES) == drawn
    assert len({(s.shape, s.fill) for s in NODE_STYLES.values()}) == len(NODE_STYLES)
    assert set(RELATIONS) == set(Predicate)
    assert set(FAMILY_OF) == set(EDGE_PREDICATES)
    assert set(MODALITIES) == set(ADVERBS) == set(Modality)
    assert len(GRADES) == 3


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055) ** 2.4 for p in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


def themes() -> dict[str, dict[str, str]]:
    css = (ROOT / "viz" / "templates" / "network.css").read_text("utf-8")
    blocks = re.findall(r"color-scheme: (light|dark);(.*?)\}", css, re.DOTALL)
    return {name: dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", block)) for name, block in blocks}


@pytest.mark.parametrize("theme", ["light", "dark"])
def test_text_stands_off_its_ground(theme: str) -> None:
    held = themes()[theme]
    pairs = [(text, ground) for text in ("ink", "faint", "link") for ground in ("page", "panel")]
    pairs += [
        ("firm-ink", "firm"),
        ("hedge-ink", "hedge"),
        ("denied-ink", "denied"),
        ("hedge-ink", "panel"),
        ("ink", "mark"),
    ]
    weak = {(a, b, round(c, 2)) for a, b in pairs if (c := contrast(held[a], held[b])) < 4.5}
    assert weak == set()


@pytest.mark.parametrize(("theme", "outline"), [("light", "border"), ("dark", "glow")])
def test_marks_stand_off_the_page(theme: str, outline: str) -> None:
    page = themes()[theme]["page"]
    weak = {label for label, style in NODE_STYLES.items() if contrast(getattr(style, outline), page) < 3}
    lines = {f for f in ("measure", "consequence", "trade", "capital", "people", "other", "ring", "choice")
             if contrast(themes()[theme][f], page) < 3}  # fmt: skip
    assert (weak, lines) == (set(), set())
