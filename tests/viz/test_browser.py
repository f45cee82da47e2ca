"""The network page in a real browser, opened from a file with the network off."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from dataclasses import replace

import pytest

from graph.model import Predicate
from tests.viz.conftest import DESKTOP, PHONE, Watched
from tests.viz.samples import grown, october
from tests.viz.test_network import HOSTILE, hostile
from viz import network_page

pytestmark = pytest.mark.browser
Show = Callable[..., Watched]


def labels(page: Watched) -> list[dict[str, float]]:
    return [dict(box) for box in page.ask("labelBoxes")]


def overlapping(page: Watched) -> set[tuple[object, object]]:
    return {
        (a["text"], b["text"])
        for a, b in itertools.combinations(labels(page), 2)
        if a["left"] < b["right"] and b["left"] < a["right"] and a["top"] < b["bottom"] and b["top"] < a["bottom"]
    }


def test_it_opens_offline_with_a_clean_console_and_asks_for_nothing(show: Show) -> None:
    page = show(october())
    page.click_on("Megvii")
    page.page.keyboard.press("f")
    page.settle()
    assert (page.printed, page.asked) == ([], [page.file.as_uri()])
    seats = sum(edge.type is Predicate.LOCATED_IN for edge in october().edges)
    everything = len(october().edges)
    assert page.text("#shown") == f"43 of 45 parties · {everything - seats} of {everything} facts"


def test_a_click_on_a_node_shows_its_words_with_their_source(show: Show) -> None:
    page = show(october())
    page.click_on("Bohai Harvest")
    shown = page.text("#evidence")
    assert "Bohai Harvest reportedly invested in Megvii" in shown
    assert "The fund is reported to have taken a stake in Megvii in 2017." in shown
    assert "reported, not confirmed" in shown
    assert "stated in a text" in shown
    assert "from 2017" in shown
    assert "as summarised by knockon from The Daily Example" in shown
    assert "characters 10 to 90" in shown


def test_a_click_on_a_line_shows_the_one_fact(show: Show) -> None:
    page = show(october())
    at = page.ask(
        """() => {
            const number = relations.findIndex((one) => one.type === "EMPLOYED_BY");
            const { x, y } = network.canvasToDOM(middle(number));
            const box = canvas.getBoundingClientRect();
            return [box.left + x, box.top + y, sentence(number)];
        }"""
    )
    page.page.mouse.click(at[0], at[1])
    assert page.text("#evidence h2") == at[2]
    assert page.page.locator("#evidence blockquote").count() == 1


def test_a_possible_effect_never_reads_as_a_plain_one(show: Show) -> None:
    page = show(october())
    page.click_on("Nvidia")
    shown = page.text("#evidence")
    assert "Nvidia possibly affected by Entity List action of October 2019" in shown
    assert "Nvidia affected by" not in shown
    assert "possible, not certain" in shown
    assert "said by an analyst" in shown


def test_a_stopped_supply_is_crossed_out_and_said_to_be_stopped(show: Show) -> None:
    page = show(october())
    page.click_on("TSMC")
    shown = page.text("#evidence")
    assert "TSMC supplied, since stopped, Huawei" in shown
    assert "TSMC supplies Huawei" not in shown


@pytest.mark.parametrize("typed", ["台積", "taiwan semi", "TSMC"])
def test_the_search_finds_names_and_aliases(show: Show, typed: str) -> None:
    page = show(october())
    page.page.keyboard.press("/")
    page.page.keyboard.type(typed)
    assert page.page.locator("#hits [role=option]").first.inner_text().startswith("TSMC")
    page.page.keyboard.press("Enter")
    assert page.text("#evidence h2") == "TSMC"


def test_the_search_says_when_nothing_is_found(show: Show) -> None:
    page = show(october())
    page.page.fill("#search", "no such party")
    assert page.text("#hits") == "nothing by that name"


def test_the_legend_switches_types_and_relations(show: Show) -> None:
    page = show(october())
    before = page.ask("countShown()")
    page.page.locator('input[data-group="label"][value="Person"]').uncheck()
    without_persons = page.ask("countShown()")
    assert before["entities"] - without_persons["entities"] == 4
    assert page.ask("entities.filter((e, n) => e.label === 'Person' && !nodes.get(n).hidden).length") == 0
    page.page.locator('input[data-group="type"][value="LISTED_BY"]').uncheck()
    assert page.ask("relations.filter((r, n) => r.type === 'LISTED_BY' && !edges.get(n).hidden).length") == 0
    assert page.text("#shown").startswith(f"{page.ask('countShown().entities')} of 45 parties")


def test_the_legend_filters_by_firmness(show: Show) -> None:
    page = show(october())
    page.page.locator('input[data-group="modality"][value="possible"]').uncheck()
    page.page.locator('input[data-group="modality"][value="reported"]').uncheck()
    assert page.ask("new Set(relations.filter((_, n) => relationShown(n)).map((r) => r.modality)).size") == 1


def test_seats_are_off_at_first_and_come_with_a_tick(show: Show) -> None:
    page = show(october())
    assert not page.page.locator('input[data-group="type"][value="LOCATED_IN"]').is_checked()
    page.page.locator('input[data-group="type"][value="LOCATED_IN"]').check()
    assert page.text("#shown").startswith("45 of 45 parties")


def test_keys_walk_the_graph(show: Show) -> None:
    page = show(october())
    page.click_on("Bohai Harvest")
    page.page.focus("#canvas")
    page.page.keyboard.press("ArrowRight")
    first = page.text("#evidence h2")
    page.page.keyboard.press("ArrowRight")
    assert {first, page.text("#evidence h2")} == {"Megvii", "Hunter Biden"}
    page.page.keyboard.press("ArrowRight")
    assert page.text("#evidence h2") == first
    page.page.keyboard.press("ArrowDown")
    page.page.keyboard.press("ArrowUp")
    assert page.text("#evidence h2") == "Bohai Harvest"
    page.page.keyboard.press("Escape")
    assert page.text("#evidence h2") == "Nothing chosen"


def test_keys_fit_and_turn_the_theme(show: Show) -> None:
    page = show(october())
    scale = page.ask("network.getScale()")
    page.page.click("#closer")
    page.settle()
    assert page.ask("network.getScale()") > scale
    page.page.keyboard.press("f")
    page.settle()
    assert page.ask("network.getScale()") == pytest.approx(scale, rel=0.01)
    page.page.keyboard.press("t")
    assert page.ask("isDark()") is True


def test_the_table_says_what_the_canvas_draws(show: Show) -> None:
    page = show(october())
    page.page.click("#tab-facts")
    rows = page.page.locator("#facts tbody tr")
    assert rows.count() == page.ask("countShown().relations")
    hedged = page.page.locator("#facts tr.hedged")
    assert "reported, not confirmed" in " ".join(hedged.all_inner_texts())
    rows.filter(has_text="reportedly invested in").locator("button").click()
    assert page.text("#evidence h2") == "Bohai Harvest reportedly invested in Megvii"


def test_contradictions_stand_side_by_side(show: Show) -> None:
    page = show(october())
    page.page.click("#tab-conflicts")
    sides = page.page.locator("#conflicts .sides .claim")
    assert [box["y"] for box in (sides.nth(n).bounding_box() for n in (0, 1)) if box] == pytest.approx(
        [(sides.nth(0).bounding_box() or {"y": 0})["y"]] * 2
    )
    assert {"The government listed 28 firms.", "Twenty bureaus and eight companies were listed."} == set(
        page.page.locator("#conflicts blockquote").all_inner_texts()
    )


@pytest.mark.parametrize("size", [DESKTOP, PHONE])
@pytest.mark.parametrize("dark", [False, True])
def test_labels_never_overlap_and_most_are_there(show: Show, size: tuple[int, int], dark: bool) -> None:
    page = show(october(), size, dark=dark)
    assert overlapping(page) == set()
    written = len(labels(page))
    assert written >= (38 if size == DESKTOP else 18)
    assert page.printed == []


def test_labels_stay_apart_on_every_zoom(show: Show) -> None:
    page = show(grown(150))
    found = set()
    for factor in (0.5, 1.7, 2.2):
        page.ask(f"network.moveTo({{ scale: network.getScale() * {factor}, animation: false }})")
        page.settle()
        found |= overlapping(page)
    assert found == set()


@pytest.mark.parametrize("sheet", ["legend", "evidence", "facts", "conflicts"])
def test_on_a_phone_nothing_is_wider_than_the_window(show: Show, sheet: str) -> None:
    page = show(october(), PHONE)
    assert page.ask("document.documentElement.scrollWidth") <= PHONE[0]
    page.page.locator(f'[data-sheet="{sheet}"]').last.tap()
    assert page.ask("document.documentElement.scrollWidth") <= PHONE[0]
    wide = page.ask(
        """[...document.querySelectorAll("#legend *, #panel *, header *")].filter((one) => {
            const box = one.getBoundingClientRect();
            return box.width && box.right > innerWidth + 0.5 && !one.closest(".unseen");
        }).map((one) => one.outerHTML.slice(0, 80))"""
    )
    assert wide == []


def test_on_a_phone_a_tap_opens_the_evidence(show: Show) -> None:
    page = show(october(), PHONE)
    at = page.ask(
        """() => {
            const { x, y } = network.canvasToDOM(drawn.nodes[entities.findIndex((one) => one.name === "Hikvision")]);
            const box = canvas.getBoundingClientRect();
            return [box.left + x, box.top + y];
        }"""
    )
    page.page.touchscreen.tap(*at)
    page.page.wait_for_function("document.body.dataset.sheet === 'evidence'")
    assert page.text("#evidence h2") == "Hikvision"


def test_hostile_names_stay_words(show: Show) -> None:
    page = show(hostile().picture(HOSTILE[1]))
    for name in HOSTILE[:5]:
        page.ask(f"chooseEntity(entities.findIndex((one) => one.name === {name!r}))")
        page.page.click("#tab-facts")
        page.page.click("#tab-evidence")
        assert page.text("#evidence h2") == name
    assert page.ask("document.title") == HOSTILE[1]
    assert page.page.locator("img, iframe, object, embed, a[href^=javascript]").count() == 0
    assert (page.printed, page.asked) == ([], [page.file.as_uri()])


def test_a_link_to_no_web_page_is_no_link(show: Show) -> None:
    picture = october()
    documents = tuple(replace(d, url="javascript:document.title='owned'") for d in picture.documents)
    page = show(replace(picture, documents=documents))
    page.click_on("Bohai Harvest")
    assert page.page.locator("#evidence a").count() == 0
    assert "javascript:document.title" in page.text("#evidence")


def test_what_is_injected_does_not_run(show: Show) -> None:
    injected = (
        '<img src="https://evil.invalid/x.png" onerror="document.title=\'owned\'">'
        "<script>document.title='owned'</script>"
        "<script src='https://evil.invalid/x.js'></script>"
        "<style>body { display: none }</style>"
        '<a id="trap" href="javascript:document.title=\'owned\'">x</a>'
    )
    page = show(network_page(october()).replace("</main>", f"{injected}</main>"))
    page.ask("document.getElementById('trap').click()")
    refused = page.ask("fetch('https://evil.invalid/').then(() => 'sent', () => 'refused')")
    markup = page.ask(
        "(() => { try { document.body.innerHTML = '<b>x</b>'; return 'set' } catch { return 'refused' } })()"
    )
    page.settle()
    assert (page.ask("document.title"), refused, markup) == (october().title, "refused", "refused")
    assert page.ask("getComputedStyle(document.body).display") == "grid"
    assert any("Content Security Policy" in line for line in page.printed)


def test_a_large_picture_opens_with_what_matters_and_the_way_to_more(show: Show) -> None:
    page = show(grown(900))
    assert page.text("#shown").startswith("160 of 900 parties")
    hidden = page.ask("entities.findIndex((_, n) => !entityShown(n))")
    page.page.fill("#search", page.ask(f"entities[{hidden}].name"))
    page.page.keyboard.press("Enter")
    assert page.ask(f"entityShown({hidden})") is True
    page.page.click("#show-all")
    assert page.text("#shown").startswith("900 of 900 parties")


def test_a_path_is_lit_at_first(show: Show) -> None:
    path = ("organisation:bohai-harvest", "company:megvii")
    page = show(replace(october(), path=path))
    assert page.text("#evidence h2") == "The path"
    assert "Bohai Harvest reportedly invested in Megvii" in page.text("#evidence")
    assert page.ask("[...lit().entities].map((n) => entities[n].name).sort()") == ["Bohai Harvest", "Megvii"]


def test_it_prints_light_with_its_words(show: Show) -> None:
    page = show(october(), dark=True)
    page.ask("dispatchEvent(new Event('beforeprint'))")
    assert page.ask("isDark()") is False
    page.page.emulate_media(media="print")
    assert page.page.locator("#search").is_hidden()
    assert page.page.locator("#facts table").is_visible()
    assert "no legal advice" in page.text("footer")


def test_every_control_has_a_name_and_can_be_reached(show: Show) -> None:
    page = show(october())
    nameless = page.ask(
        """[...document.querySelectorAll("button, input, [role=tab], [tabindex='0']")].filter((one) =>
            !(one.getAttribute("aria-label") || one.getAttribute("aria-labelledby") || one.labels?.length
              || one.textContent.trim())).map((one) => one.outerHTML)"""
    )
    assert nameless == []
    reached = set()
    for _ in range(12):
        page.page.keyboard.press("Tab")
        reached.add(page.ask("document.activeElement.id || document.activeElement.tagName"))
    assert {"search", "theme"} <= reached
