"""Installed as a wheel into a bare environment: everything travels with it, and it works from any folder."""

from __future__ import annotations

import os
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
ROOMS = ("graph", "loaders", "queries", "viz", "knockon")

pytestmark = [pytest.mark.slow, pytest.mark.timeout(900), pytest.mark.xdist_group("wheel")]


def run(*command: str | Path, cwd: Path, home: Path) -> str:
    environment = {"PATH": os.environ["PATH"], "HOME": str(home), "LANG": "C.UTF-8"}
    for kept in ("PIP_CERT", "PIP_INDEX_URL", "PIP_CONFIG_FILE", "SSL_CERT_FILE", "PIP_DEFAULT_TIMEOUT"):
        if kept in os.environ:
            environment[kept] = os.environ[kept]
    done = subprocess.run(
        [str(c) for c in command], cwd=cwd, env=environment, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, f"{command}\n{done.stdout}\n{done.stderr}"
    return done.stdout


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("wheel")
    run(sys.executable, "-m", "build", "--wheel", "--no-isolation", "--outdir", out, ROOT, cwd=ROOT, home=out)
    (built,) = out.glob("*.whl")
    return built


@pytest.fixture(scope="module")
def bare(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A new environment with the wheel and what it needs, nothing else; HOME is empty."""
    home = tmp_path_factory.mktemp("bare")
    run(sys.executable, "-m", "venv", home / "env", cwd=home, home=home)
    pip = (home / "env/bin/python", "-m", "pip", "install", "-q", "--disable-pip-version-check")
    run(*pip, "--require-hashes", "-r", ROOT / "requirements/runtime.txt", cwd=home, home=home)
    run(*pip, "--no-deps", wheel, cwd=home, home=home)
    return home


def test_the_wheel_holds_code_data_queries_and_templates(wheel: Path) -> None:
    inside = set(zipfile.ZipFile(wheel).namelist())
    for folder, suffixes in (
        ("queries", {".cypher"}),
        ("viz", {".html", ".js", ".css"}),
        ("loaders", {".toml", ".yaml", ".csv"}),
    ):
        ours = {p.relative_to(ROOT).as_posix() for p in (ROOT / folder).rglob("*") if p.suffix in suffixes}
        assert ours
        assert ours <= inside
    data = {f"knockon/{p.relative_to(ROOT).as_posix()}" for p in (ROOT / "data").rglob("*") if p.is_file()}
    assert data <= inside
    assert {name.split("/")[0] for name in inside} == {*ROOMS, f"knockon-{version()}.dist-info"}


def version() -> str:
    from knockon import __version__

    return __version__


def test_the_demo_answers_from_any_folder(bare: Path) -> None:
    elsewhere = bare / "elsewhere"
    elsewhere.mkdir()
    out = run(bare / "env/bin/knockon", "demo", cwd=elsewhere, home=bare)
    assert "Qualcomm" in out
    assert "Nvidia" in out
    (page,) = elsewhere.glob("*.html")
    assert page.stat().st_size > 100_000
    assert page.name in out


def test_the_rooms_are_ours_in_the_wheel_too(bare: Path) -> None:
    code = (
        "import importlib as i; print(*(i.import_module(n).__file__ for n in ('" + "','".join(ROOMS) + "')), sep='\\n')"
    )
    found = run(bare / "env/bin/python", "-c", code, cwd=bare, home=bare).split()
    assert len(found) == len(ROOMS)
    assert all("site-packages" in path and Path(path).is_relative_to(bare) for path in found)
