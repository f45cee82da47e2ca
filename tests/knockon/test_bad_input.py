"""Bad input: one clear error with file and place, a code that is not 0, and the store as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import InputError
from knockon.api import open_graph
from tests.knockon.conftest import CAMERAS, Run
from tests.knockon.processes import holding


def empty(path: Path) -> None:
    path.write_bytes(b"")


def binary(path: Path) -> None:
    path.write_bytes(bytes(range(128)) * 40)


def picture(path: Path) -> None:
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(100))


def latin(path: Path) -> None:
    path.write_bytes("Societ\xe0 per azioni was listed.".encode("latin-1"))


def one_line(path: Path) -> None:
    path.write_bytes(b"Acme supplies Bolt. " * 2_500_000)


def folder(path: Path) -> None:
    path.mkdir()


def missing(path: Path) -> None:
    del path


BAD: dict[str, tuple[Callable[[Path], None], str]] = {
    "no such file": (missing, "no such file"),
    "empty": (empty, "empty"),
    "binary": (binary, "binary data"),
    "a picture": (picture, "PNG"),
    "wrong encoding": (latin, "not UTF-8"),
    "50 MB in one line": (one_line, "50,000,000 bytes"),
    "a folder": (folder, "is a folder"),
}


@pytest.fixture
def kept(run: Run, articles: Path, store_url: str) -> str:
    """Each store in turn, holding one article."""
    done = run("load", articles / "cameras.txt", "--store", store_url)
    assert done.exit_code == 0, done.output
    return store_url


def everything(run: Run, url: str) -> str:
    return run("export", "--recorded", "--store", url).stdout


def test_a_bad_file_among_good_ones_stops_the_load(run: Run, kept: str, articles: Path) -> None:
    before = everything(run, kept)
    for number, (case, (make, said)) in enumerate(BAD.items()):
        bad = Path(f"bad file {number}.txt")
        make(bad)
        done = run("load", articles / "lenses.txt", bad, "--store", kept)
        assert (case, done.exit_code, done.stdout) == (case, 4, "")
        assert done.stderr.startswith(f"error: {bad}"), done.stderr
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert everything(run, kept) == before
    assert '"name": "lenses"' not in before


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_makes_no_store(run: Run, case: str) -> None:
    BAD[case][0](Path("bad.txt"))
    assert run("load", "bad.txt", "--store", "fresh.lbdb").exit_code == 4
    assert not Path("fresh.lbdb").exists()


def test_half_a_character_makes_no_store(run: Run) -> None:
    half = '<script type="application/ld+json">{"headline": "x\\ud800y"}</script>'
    Path("page.html").write_text(f"<html><head>{half}</head><body><p>{CAMERAS}</p></body></html>", "utf-8")
    done = run("load", "page.html", "--store", "fresh.lbdb")
    assert (done.exit_code, done.stdout, "page.html: title" in done.stderr) == (4, "", True), done.stderr
    assert run("load", "page.html", "--recorded-at", "now", "--store", "fresh.lbdb").exit_code == 4
    assert [path.name for path in Path().iterdir()] == ["page.html"]


def test_html_with_scripts_is_read_as_words_only(run: Run) -> None:
    hostile = "<script>document.title='Evil Corp supplies Norvane Vision'</script>"
    body = "<p>" + CAMERAS.replace("\n\n", "</p><p>") + f"</p>{hostile}"
    page = f"<html><head><title>News</title>{hostile}</head><body><article>{body}</article></body></html>"
    Path("page.html").write_text(page, "utf-8")
    assert run("load", "page.html").exit_code == 0
    exported = run("export").stdout
    assert "Brightwell" in exported
    assert "<script" not in exported
    assert "Evil Corp" not in exported


def test_a_store_that_is_not_there(run: Run) -> None:
    for command in (("status",), ("query", "listed"), ("cypher", "RETURN 1"), ("explain", "Acme"), ("export",)):
        done = run(*command, "--store", "none.lbdb")
        assert (done.exit_code, done.stdout) == (5, ""), command
        assert "none.lbdb" in done.stderr
    assert list(Path().iterdir()) == []


def test_a_foreign_folder_or_file_is_left_as_it_is(run: Run, articles: Path) -> None:
    Path("photos").mkdir()
    Path("photos/cat.txt").write_text("cat")
    Path("notes.txt").write_text("notes")
    for url in ("photos", "notes.txt"):
        for command in (("load", articles / "cameras.txt"), ("status",)):
            done = run(*command, "--store", url)
            assert (done.exit_code, url in done.stderr) == (5, True), done.output
    assert sorted(str(path) for path in Path().rglob("*")) == ["notes.txt", "photos", "photos/cat.txt"]
    assert (Path("photos/cat.txt").read_text(), Path("notes.txt").read_text()) == ("cat", "notes")


def test_a_locked_store(run: Run, articles: Path) -> None:
    run("load", articles / "cameras.txt", "--store", "mine.lbdb")
    before = everything(run, "mine.lbdb")
    with holding("mine.lbdb"):
        done = run("load", articles / "lenses.txt", "--store", "mine.lbdb")
        assert (done.exit_code, done.stdout) == (5, "")
        assert "mine.lbdb" in done.stderr
    assert everything(run, "mine.lbdb") == before


@pytest.mark.neo4j
def test_a_wrong_password_is_refused_and_never_shown(
    run: Run, empty_neo4j: str, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NEO4J_PASSWORD", "n0t-the-passw0rd")
    for command in (("status",), ("load", articles / "cameras.txt")):
        done = run(*command, "--store", empty_neo4j)
        assert (done.exit_code, done.stdout) == (5, "")
        assert empty_neo4j in done.stderr
        assert "NEO4J_PASSWORD" in done.stderr
        assert "n0t-the-passw0rd" not in done.stderr
        assert "Traceback" not in done.stderr


def test_a_server_that_is_down(run: Run, articles: Path) -> None:
    for command in (("status",), ("load", articles / "cameras.txt")):
        done = run(*command, "--store", "bolt://localhost:1")
        assert (done.exit_code, done.stdout) == (5, "")
        assert "bolt://localhost:1" in done.stderr
        assert "Traceback" not in done.stderr


WRONG: tuple[tuple[tuple[str, ...], int, str], ...] = (
    (("cypher", "MATCH (n RETURN n"), 6, ""),
    (("cypher", ""), 6, "empty"),
    (("cypher", "MATCH (c:Company) WHERE c.name = $name RETURN c"), 6, "name"),
    (("cypher", "MATCH (c:Company) DELETE c"), 6, "--write"),
    (("cypher", "RETURN $n", "--param", "n"), 6, "NAME=VALUE"),
    (("cypher", "RETURN $n", "--param", "n=1", "--param", "n=2"), 6, "twice"),
    (("query", "lsted"), 3, "Did you mean listed"),
    (("query", "document"), 6, "document"),
    (("query", "listed", "--param", "nonsense=1"), 6, "nonsense"),
    (("query", "listed", "--param", "party=Norvan Vision"), 3, "Norvane Vision"),
    (("exposure", "Norvan Vision"), 3, "Did you mean Norvane Vision"),
    (("explain", "Norvan Vision"), 3, "Did you mean Norvane Vision"),
    (("withdraw", "camera"), 3, "Did you mean cameras"),
    (("export", "--format", "graphmll"), 3, "Did you mean graphml"),
    (("load", "--format", "txt", "a.txt"), 4, "no such file"),
    (("load", "--recorded-at", "yesterday", "{article}"), 4, "yesterday"),
    (("load", "--format", "txet", "{article}"), 3, "Did you mean text"),
    (("exposure", "--list", ""), 4, "--list is empty"),
    (("exposure", "--action", ""), 4, "--action is empty"),
    (("exposure", "--start-country", ""), 4, "--start-country is empty"),
    (("exposure", "--start-sector", ""), 4, "--start-sector is empty"),
    (("exposure", "--listed-on", ""), 4, "--listed-on is empty"),
    (("exposure", "--listed-on", "2019-02-30"), 4, "'2019-02-30' is no date"),
    (("exposure", "--listed-on", "2019-10.."), 4, "2019-10..: write both dates"),
    (("exposure", "--listed-on", "2019..2020..2021"), 4, "2019..2020..2021: write both dates"),
    (("exposure", "--as-of", "2019-02-30"), 4, "'2019-02-30' is no date"),
    (("exposure", "--country", ""), 4, "--country is empty"),
    (("exposure", "--sector", ""), 4, "--sector is empty"),
    (("exposure", "--on-list", ""), 4, "--on-list is empty"),
    (("exposure", "--target", ""), 4, "--target is empty"),
    (("exposure", "--kind", "zzz"), 3, "no kind called 'zzz'"),
    (("query", "listed", "--param", "party="), 6, "party is empty"),
    (("cypher", "RETURN $x", "--param", "x=" + "[" * 20_000), 6, "nested too deep"),
    (("load", "--recorded-at", "2024-W01-1", "{known}"), 4, "2024-W01-1"),
    (("load", "--recorded-at", "2024-02-30T00:00:00Z", "{known}"), 4, "no such time"),
    (("load", "--rejects", "none/r.csv", "{article}"), 4, "no folder none"),
    (("load", "--rejects", ".", "{article}"), 4, "is a folder"),
    (("load", ""), 4, "the name of a file is empty"),
    (("demo", "--page", "none/page.html"), 4, "no folder none"),
    (("view", "-o", "n" * 300), 4, "File name too long"),
    (("view", "-o", "loop"), 4, "cannot be written"),
    (("view", "-o", "."), 4, "is a folder"),
    (("view", "-o", "none/page.html"), 4, "no folder none"),
)


def test_a_value_that_cannot_be_used(run: Run, kept: str, articles: Path) -> None:
    Path("loop").symlink_to("loop")
    before = everything(run, kept)
    for arguments, code, said in WRONG:
        given = [a.format(article=articles / "lenses.txt", known=articles / "cameras.txt") for a in arguments]
        done = run(*given, "--store", kept)
        assert (arguments, done.exit_code, done.stdout) == (arguments, code, ""), done.stderr
        assert done.stderr.startswith("error: ")
        assert said in done.stderr
        assert "Traceback" not in done.stderr
    assert everything(run, kept) == before


def test_an_empty_place_of_the_store_is_not_the_default(
    run: Run, articles: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("KNOCKON_STORE", "mine.lbdb")
    for command in (("demo",), ("load", articles / "cameras.txt"), ("status",)):
        done = run(*command, "--store", "")
        assert (done.exit_code, done.stdout, "--store is empty" in done.stderr) == (4, "", True), done.output
    with pytest.raises(InputError, match="place is empty"):
        open_graph("")
    assert list(Path().iterdir()) == []


def test_what_a_name_holds_is_shown_not_obeyed(run: Run, graph_url: str) -> None:
    done = run("explain", "Norvane\x1b[31m\u202eVision", "--store", graph_url)
    assert done.exit_code == 3
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr
