"""Bad input: one clear error with file and place, a code that is not 0, and the store as it was."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.knockon.conftest import CAMERAS, Run


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
def store(run: Run, articles: Path, tmp_path: Path) -> str:
    """A store that holds one article."""
    url = str(tmp_path / "kept.lbdb")
    assert run("load", articles / "cameras.txt", "--store", url).exit_code == 0
    return url


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_among_good_ones_stops_the_load(run: Run, store: str, articles: Path, case: str) -> None:
    make, said = BAD[case]
    bad = Path("bad file.txt")
    make(bad)
    before = run("export", "--recorded", "--store", store).stdout
    done = run("load", articles / "lenses.txt", bad, "--store", store)
    assert (done.exit_code, done.stdout) == (4, "")
    assert done.stderr.startswith("error: bad file.txt")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert run("export", "--recorded", "--store", store).stdout == before


@pytest.mark.parametrize("case", BAD)
def test_a_bad_file_makes_no_store(run: Run, case: str) -> None:
    BAD[case][0](Path("bad.txt"))
    assert run("load", "bad.txt", "--store", "fresh.lbdb").exit_code == 4
    assert not Path("fresh.lbdb").exists()


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


def test_a_locked_store(run: Run, store: str, articles: Path) -> None:
    from tests.knockon.processes import holding

    before = run("export", "--recorded", "--store", store).stdout
    with holding(store):
        done = run("load", articles / "lenses.txt", "--store", store)
        assert (done.exit_code, done.stdout) == (5, "")
        assert store in done.stderr
    assert run("export", "--recorded", "--store", store).stdout == before


def test_a_server_that_is_down(run: Run, articles: Path) -> None:
    for command in (("status",), ("load", articles / "cameras.txt")):
        done = run(*command, "--store", "bolt://localhost:1")
        assert (done.exit_code, done.stdout) == (5, "")
        assert "bolt://localhost:1" in done.stderr
        assert "Traceback" not in done.stderr


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("cypher", "MATCH (n RETURN n"), 6, ""),
        (("cypher", ""), 6, "empty"),
        (("cypher", "MATCH (c:Company) WHERE c.name = $name RETURN c"), 6, "name"),
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
        (("view", "-o", "."), 4, "is a folder"),
        (("view", "-o", "none/page.html"), 4, "no folder none"),
    ],
)
def test_a_value_that_cannot_be_used(
    run: Run, store: str, articles: Path, arguments: tuple[str, ...], code: int, said: str
) -> None:
    before = run("export", "--recorded", "--store", store).stdout
    given = [argument.format(article=articles / "lenses.txt") for argument in arguments]
    done = run(*given, "--store", store)
    assert (done.exit_code, done.stdout) == (code, ""), done.output
    assert done.stderr.startswith("error: ")
    assert said in done.stderr
    assert "Traceback" not in done.stderr
    assert run("export", "--recorded", "--store", store).stdout == before


def test_what_a_name_holds_is_shown_not_obeyed(run: Run, store: str) -> None:
    done = run("explain", "Norvane\x1b[31m\u202eVision", "--store", store)
    assert done.exit_code == 3
    assert "\x1b" not in done.stderr
    assert "\u202e" not in done.stderr
