"""The commands: what they print, in which form, and what they leave behind."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path
from typing import Any

import pytest

import knockon
from knockon.export import EXPORTS
from knockon.reference import cli_page, commands
from tests.knockon.conftest import Run

ROOT = Path(__file__).resolve().parents[2]
NAMES = sorted(commands())


def table(text: str) -> list[dict[str, str]]:
    """Tab-separated lines as dicts."""
    head, *lines = (line.split("\t") for line in text.splitlines())
    return [dict(zip(head, line, strict=True)) for line in lines]


def ties(rows: list[dict[str, str]]) -> set[tuple[str, str, str]]:
    return {(row["subject"], row["predicate"], row["object"]) for row in rows}


@pytest.mark.parametrize("name", NAMES)
def test_every_command_has_help_with_an_example(run: Run, name: str) -> None:
    done = run(name, "--help")
    assert done.exit_code == 0
    assert f"Example: knockon {name}" in done.stdout
    assert commands()[name].help


@pytest.mark.parametrize("name", NAMES)
def test_every_command_is_in_the_docs_and_takes_a_store(name: str) -> None:
    page = (ROOT / "docs/cli.md").read_text("utf-8")
    assert f"## knockon {name}\n" in page
    options = {option for parameter in commands()[name].params for option in parameter.opts}
    assert ("--store" in options) is (name != "formats")
    assert "--json" in options


def test_the_page_of_the_docs_is_the_one_that_the_commands_give() -> None:
    assert (ROOT / "docs/cli.md").read_text("utf-8") == cli_page()


def test_version(run: Run) -> None:
    assert run("--version").stdout == f"knockon {knockon.__version__}\n"


def test_an_unknown_command_is_a_usage_error(run: Run) -> None:
    done = run("lod")
    assert (done.exit_code, "Did you mean 'load'?" in done.stderr, done.stdout) == (2, True, "")


def test_load_says_what_it_did_and_a_second_time_changes_nothing(run: Run, articles: Path) -> None:
    first = run("load", *sorted(articles.iterdir()), "--recorded-at", "2021-06-01T00:00:00Z")
    before = run("export", "--recorded").stdout
    second = run("load", *sorted(articles.iterdir()))
    assert [row["done"] for row in table(first.stdout)] == ["loaded", "loaded"]
    assert [row["done"] for row in table(second.stdout)] == ["unchanged", "unchanged"]
    assert run("export", "--recorded").stdout == before
    assert "2021-06-01T00:00:00" in before


@pytest.mark.slow
def test_the_order_of_loading_changes_nothing(run: Run, articles: Path) -> None:
    one, other = sorted(articles.iterdir())
    for store, files in {"a": (one, other), "b": (other, one)}.items():
        for file in files:
            assert run("load", file, "--store", store).exit_code == 0
    assert run("load", other, one, "--store", "c").exit_code == 0
    for name, export in EXPORTS.items():
        for store in "abc":
            assert run("export", "--format", name, "--store", store, "--output", f"{name}.{store}").exit_code == 0
        exports = {_content(Path(f"{name}.{store}")) for store in "abc"}
        assert len(exports) == 1, name
        assert len(exports.pop()) > 500
        assert Path(f"{name}.a").is_dir() == (export.folder is not None)


def _content(path: Path) -> bytes:
    """The bytes of a file, or of all files in a folder, with their names."""
    if path.is_file():
        return path.read_bytes()
    return b"".join(file.name.encode() + file.read_bytes() for file in sorted(path.rglob("*")) if file.is_file())


def test_load_as_json_names_its_schema(run: Run, articles: Path) -> None:
    found = json.loads(run("load", articles / "lenses.txt", "--json").stdout)
    assert (found["schema"], len(found["loaded"]), found["refused"]) == ("knockon/outcome/1", 1, [])


def test_refusals_are_written_as_csv(run: Run) -> None:
    shipped = (ROOT / "data/firms.csv").read_text("utf-8").splitlines()
    unplaced = shipped[1].replace("US", "Atlantis", 1)
    Path("firms.csv").write_text("\n".join([*shipped[:3], unplaced.replace("qualcomm", "=cmd()")]) + "\n", "utf-8")
    done = run("load", "firms.csv", "--rejects", "refused.csv")
    assert done.exit_code == 0, done.output
    rows = list(csv.DictReader(io.StringIO(Path("refused.csv").read_text("utf-8"))))
    assert rows
    assert "--rejects" not in done.stderr
    assert f"{len(rows)} refused" in done.stderr


def test_withdraw_takes_claims_and_edges_along(run: Run, articles: Path) -> None:
    run("load", *sorted(articles.iterdir()))
    both = run("explain", "Teldrake Robotics").stdout
    assert run("withdraw", "lenses").exit_code == 0
    one = run("explain", "Teldrake Robotics").stdout
    assert ties(table(both)) - ties(table(one)) == {("Kestrel Optics", "STOPPED_SUPPLYING", "Teldrake Robotics")}
    assert run("explain", "Kestrel Optics").exit_code == 3
    again = run("withdraw", "lenses")
    assert (again.exit_code, again.stdout) == (3, "")


@pytest.mark.slow
def test_withdrawing_all_but_one_is_as_if_it_alone_was_loaded(run: Run, articles: Path) -> None:
    run("load", *sorted(articles.iterdir()))
    run("withdraw", "lenses")
    run("load", articles / "cameras.txt", "--store", "alone")
    for name in EXPORTS:
        assert run("export", "--format", name).stdout == run("export", "--format", name, "--store", "alone").stdout


def test_status_counts(run: Run, graph_url: str) -> None:
    found = json.loads(run("status", "--store", graph_url, "--json").stdout)
    assert found["schema"] == "knockon/status/1"
    assert {row["name"] for row in found["documents"]} == {"cameras", "lenses"}
    assert (found["loads"], found["last_load"], found["withdrawn"]) == (1, "load-000001", 0)
    counts = {row["what"]: row["count"] for row in table(run("status", "--store", graph_url).stdout)}
    assert (counts["documents"], counts["SUPPLIES"]) == ("2", str(found["edges"]["SUPPLIES"]))
    assert {"Norvane Vision", "Teldrake Robotics", "Brightwell", "Kestrel Optics", "Halberd Capital"} == companies(
        run, graph_url
    )


def companies(run: Run, url: str) -> set[str]:
    return {
        row["name"] for row in table(run("cypher", "MATCH (c:Company) RETURN c.name AS name", "--store", url).stdout)
    }


def test_query_lists_the_questions_and_answers_one(run: Run, graph_url: str) -> None:
    listed = {row["name"] for row in table(run("query").stdout)}
    assert {"us-chipmakers", "listed", "contradictions", "evidence", "document"} <= listed
    rows = table(run("query", "listed", "--store", graph_url).stdout)
    assert {row["party_name"] for row in rows} == {"Norvane Vision", "Teldrake Robotics"}
    found = json.loads(run("query", "listed", "--param", "party=Norvane Vision", "--store", graph_url, "--json").stdout)
    assert found["schema"] == "knockon/query/listed/1"
    assert {row["party_name"] for row in found["rows"]} == {"Norvane Vision"}


def test_cypher_takes_typed_parameters_and_writes_only_when_told(run: Run, articles: Path) -> None:
    run("load", articles / "lenses.txt")
    text = "MATCH (c:Company) WHERE c.name IN $names RETURN c.name AS name, $n AS n"
    done = run("cypher", text, "--param", 'names=["Brightwell"]', "--param", "n=2", "--json")
    assert json.loads(done.stdout)["rows"] == [{"name": "Brightwell", "n": 2}]
    erase = "MATCH (c:Company) DETACH DELETE c"
    refused = run("cypher", erase)
    assert (refused.exit_code, refused.stdout) == (6, "")
    assert len(companies(run, ".knockon/graph.lbdb")) == 3
    assert run("cypher", erase, "--write").exit_code == 0
    assert companies(run, ".knockon/graph.lbdb") == set()


def test_exposure_keeps_hedges_apart(run: Run, graph_url: str) -> None:
    done = run("exposure", "--list", "Entity List", "--store", graph_url)
    rows = table(done.stdout)
    assert done.stderr.startswith("to 3 steps; ")
    assert "no legal advice" in done.stderr
    found = {(r["party"], r["part"], r["channel"], r["predicate"], r["modality"]) for r in rows}
    assert found == {
        ("Brightwell", "direct, asserted", "lost sales", "SUPPLIES", "asserted"),
        ("Halberd Capital", "direct, hedged", "capital", "INVESTED_IN", "reported"),
        ("Kestrel Optics", "stopped", "", "STOPPED_SUPPLYING", "asserted"),
    }
    assert {r["quote"] in text for r in rows for text in [all_text(run, graph_url)]} == {True}


def all_text(run: Run, url: str) -> str:
    return "".join(d["text"] for d in json.loads(run("export", "--store", url).stdout)["documents"])


def test_exposure_says_how_far_it_looked_and_how_to_ask_again(run: Run, graph_url: str) -> None:
    arguments = ("exposure", "Teldrake Robotics", "--label", "company", "--hops", "2", "--as-of", "2021-06")
    page = run(*arguments, "--store", graph_url, "--markdown").stdout
    for wanted in ("no legal advice", "can have an entry corrected", "to 2 steps", "as of 2021-06", "Kestrel Optics"):
        assert wanted in page
    again = json.loads(run(*arguments, "--store", graph_url, "--json").stdout)["reproduce"]["command"]
    assert again == [
        "knockon",
        "exposure",
        "Teldrake Robotics",
        "--label",
        "Company",
        "--hops",
        "2",
        "--as-of",
        "2021-06",
    ]
    assert run(*again[1:], "--store", graph_url, "--markdown").stdout == page


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("--list", "Entty List"), 3),
        (("--country", "Nowhereland"), 3),
        (("--label", "Compny"), 3),
        (("--as-of", "last week"), 4),
        (("--listed-on", "2021..2019"), 4),
        (("--hops", "99"), 4),
        (("--limit", "0"), 2),
        (("Brightwell", "--list", "Entity List"), 2),
    ],
)
def test_exposure_refuses_what_it_cannot_use(run: Run, graph_url: str, arguments: tuple[str, ...], code: int) -> None:
    done = run("exposure", *arguments, "--store", graph_url)
    assert (done.exit_code, done.stdout) == (code, "")
    assert "Traceback" not in done.stderr


def test_explain_a_party(run: Run, graph_url: str) -> None:
    found: dict[str, Any] = json.loads(run("explain", "norvane vision", "--store", graph_url, "--json").stdout)
    assert (found["schema"], found["party"]["name"]) == ("knockon/explain-party/1", "Norvane Vision")
    claims = {(e["type"], e["sourceName"], c["modality"]) for e in found["edges"] for c in e["claims"]}
    assert ("INVESTED_IN", "Halberd Capital", "reported") in claims
    assert {c["quote"] in all_text(run, graph_url) for e in found["edges"] for c in e["claims"]} == {True}
    by_id = run("explain", found["party"]["id"], "--store", graph_url, "--json").stdout
    assert json.loads(by_id) == found


def test_explain_an_edge_has_both_sources(run: Run, graph_url: str) -> None:
    edge = ("Brightwell", "supplies", "Teldrake Robotics")
    found = json.loads(run("explain", *edge, "--store", graph_url, "--json").stdout)
    (only,) = found["edges"]
    assert ({claim["name"] for claim in only["claims"]}, only["edge"]["sources"]) == ({"cameras", "lenses"}, 2)
    page = run("explain", *edge, "--store", graph_url, "--markdown").stdout
    for wanted in ("2 independent sources", "no legal advice", "can have an entry corrected"):
        assert wanted in page


@pytest.mark.parametrize(
    ("arguments", "code", "said"),
    [
        (("Norvan Vision",), 3, "Did you mean Norvane Vision"),
        (("company:brightwel",), 3, "company:brightwell"),
        (("Brightwell", "OWNS", "Teldrake Robotics"), 3, "Between them there is SUPPLIES"),
        (("Brightwell", "SUPPLYS", "Teldrake Robotics"), 3, "Did you mean SUPPLIES"),
        (("Brightwell", "OWNS", "Halberd Capital"), 3, "No claim ties these two directly"),
        (("Brightwell", "OWNS"), 2, "PARTY TYPE PARTY"),
    ],
)
def test_explain_says_what_it_does_not_find(
    run: Run, graph_url: str, arguments: tuple[str, ...], code: int, said: str
) -> None:
    done = run("explain", *arguments, "--store", graph_url)
    assert (done.exit_code, done.stdout) == (code, "")
    assert said in " ".join(done.stderr.split())


def test_view_writes_one_page(run: Run, graph_url: str) -> None:
    done = run("view", "--around", "Teldrake Robotics", "-o", "page.html", "--store", graph_url)
    assert done.stdout == "page.html\n"
    page = Path("page.html").read_text("utf-8")
    assert "Brightwell supplies Teldrake Robotics" in page
    assert run("view", "--around", "Teldrak", "--store", graph_url).exit_code == 3
    assert [p.name for p in Path().iterdir()] == ["page.html"]


def test_export_says_what_it_wrote(run: Run, graph_url: str) -> None:
    assert run("export", "-f", "csv", "-o", "g.csv", "--store", graph_url).stdout == "g.csv\n"
    said = json.loads(run("export", "-f", "csv", "-o", "again.csv", "--json", "--store", graph_url).stdout)
    size = Path("g.csv").stat().st_size
    assert said == {"schema": "knockon/export/1", "format": "csv", "file": "again.csv", "bytes": size}
    assert Path("again.csv").read_bytes() == Path("g.csv").read_bytes()
    assert run("export", "-f", "cvs", "-o", "no.csv", "--store", graph_url).exit_code == 3
    assert not Path("no.csv").exists()


def test_formats_lists_both_ways(run: Run) -> None:
    rows = {(row["format"], row["used by"]) for row in table(run("formats").stdout)}
    assert {("text", "load"), ("claims-json", "export"), ("graphml", "export")} <= rows


def test_the_variable_names_the_store(run: Run, graph_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("KNOCKON_STORE", graph_url)
    assert json.loads(run("status", "--json").stdout)["claims"] > 0
    assert run("status", "--store", "elsewhere").exit_code == 5
