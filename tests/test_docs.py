"""The pages that follow from the code follow from the code as it is."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def test_generated_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "tools/write_docs.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_links_between_pages_lead_somewhere() -> None:
    pages = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *(ROOT / "data").rglob("*.md")]
    broken = {
        (page.name, target)
        for page in pages
        for target in re.findall(r"\]\((?!https?:|#|mailto:)([^)#\s]+)", page.read_text("utf-8"))
        if not (page.parent / target).exists()
    }
    assert len(pages) > 5
    assert broken == set()


def test_every_dependency_says_why_it_is_here() -> None:
    project = (ROOT / "pyproject.toml").read_text("utf-8")
    wanted = re.search(r"^dependencies = \[(.*?)^\]", project, re.MULTILINE | re.DOTALL)
    assert wanted
    names = re.findall(r'"([A-Za-z0-9-]+)', wanted.group(1))
    page = (ROOT / "docs/dependencies.md").read_text("utf-8")
    assert len(names) > 8
    assert [name for name in names if f"| {name} |" not in page] == []
