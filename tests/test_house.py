"""The rules of the house: what imports what, what is written where, and what may never be in a file."""

from __future__ import annotations

import ast
import importlib
import re
import subprocess
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("graph", "loaders", "queries", "viz", "knockon")
# What each room may import of the others: DESIGN's one direction.
MAY_IMPORT = {
    "graph": set(),
    "loaders": {"graph"},
    "queries": {"graph"},
    "viz": {"graph", "queries"},
    "knockon": {"graph", "loaders", "queries", "viz"},
}
# The only modules that may import each database's driver.
DRIVERS = {
    "ladybug": {"graph/store/embedded.py"},
    # the session, what its records hold, what writes, and what stages a change too large for one transaction
    "neo4j": {f"graph/store/{name}.py" for name in ("neo4j", "neo4j_values", "neo4j_writing", "neo4j_stage")},
}


def tracked() -> list[Path]:
    """The files under version control; in an unpacked archive, all of them."""
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=False)
    names = [n for n in listed.stdout.split("\0") if n]
    found = [ROOT / n for n in names] if names else [p for p in ROOT.rglob("*") if ".venv" not in p.parts]
    return [p for p in found if p.is_file()]


def imported(path: Path) -> set[str]:
    """The top-level names that a module imports, wherever in it."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(path.read_text("utf-8"))):
        if isinstance(node, ast.Import):
            names |= {alias.name.split(".")[0] for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            names.add(node.module.split(".")[0])
    return names


@pytest.mark.parametrize("room", ROOMS)
def test_imports_point_one_way(room: str) -> None:
    modules = sorted((ROOT / room).rglob("*.py"))
    assert modules
    wrong = {
        str(path.relative_to(ROOT)): bad
        for path in modules
        if (bad := (imported(path) & set(ROOMS)) - MAY_IMPORT[room] - {room})
    }
    assert wrong == {}


@pytest.mark.parametrize("driver", sorted(DRIVERS))
def test_each_driver_stays_in_its_adapter(driver: str) -> None:
    importers = {
        str(path.relative_to(ROOT))
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if driver in imported(path)
    }
    assert importers == DRIVERS[driver]


@pytest.mark.parametrize("room", ROOMS)
def test_the_generic_names_are_ours(room: str) -> None:
    module = importlib.import_module(room)
    assert Path(str(module.__file__)).parent == ROOT / room


def test_no_pickle_eval_or_shell() -> None:
    calls = {
        (str(path.relative_to(ROOT)), node.func.id)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in {"eval", "exec"}
    }
    modules = {
        (str(path.relative_to(ROOT)), name)
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for name in imported(path) & {"pickle", "marshal", "shelve", "socket", "urllib3", "requests", "httpx"}
    }
    assert (calls, modules) == (set(), set())


def test_the_package_stays_off_the_index() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    assert "Private :: Do Not Upload" in project["classifiers"]


def test_everything_is_pinned_with_hashes() -> None:
    for name in ("runtime", "dev"):
        lines = (ROOT / "requirements" / f"{name}.txt").read_text("utf-8")
        pins = re.findall(r"^([A-Za-z0-9_.-]+)==\S+", lines, re.MULTILINE)
        blocks = re.split(r"^(?=[A-Za-z0-9])", lines, flags=re.MULTILINE)
        assert len(pins) > 40
        assert all("--hash=sha256:" in block for block in blocks if "==" in block)
        assert "://" not in lines


def test_no_file_names_a_machine_or_a_registry() -> None:
    patterns = (
        r"(?<![\w.])/(?:w[o]rk|r[o]ot|f[a]rm|tmp/[a-z]_jobs)[./]",
        r"p[y]pi\.org|re[p]o1?\.maven|re[g]istry\.npmjs|files\.p[y]thonhosted",
        r"\b(?:T[O]DO|F[I]XME)\b",
    )
    hits = set()
    for path in tracked():
        try:
            text = path.read_text("utf-8")
        except UnicodeDecodeError:
            continue
        hits |= {(str(path.relative_to(ROOT)), m.group(0)) for p in patterns if (m := re.search(p, text))}
    assert hits == set()


def test_no_python_file_is_too_long_to_read() -> None:
    long = {
        str(path.relative_to(ROOT)): lines
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        if (lines := len(path.read_text("utf-8").splitlines())) > 400
    }
    assert long == {}


def test_no_article_is_copied(shared: Path) -> None:
    """No run of ten words of any article that we test with stands in a file of ours."""
    run = 10

    def runs(text: str) -> set[tuple[str, ...]]:
        words = re.findall(r"[a-z0-9]+", text.lower())
        return {tuple(words[i : i + run]) for i in range(len(words) - run + 1)}

    articles = set().union(*(runs(p.read_text("utf-8")) for p in sorted((shared / "gold").glob("*/*.txt"))))
    assert len(articles) > 10_000
    copied = set()
    for path in tracked():
        if path.stat().st_size > 2_000_000:
            continue
        try:
            both = runs(path.read_text("utf-8")) & articles
        except UnicodeDecodeError:
            continue
        copied |= {(str(path.relative_to(ROOT)), " ".join(words)) for words in both}
    assert copied == set()
