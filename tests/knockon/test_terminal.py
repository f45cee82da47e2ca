"""The command as users meet it: in a pipe, on a terminal, cut off, interrupted, completed by the shell."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import time
from pathlib import Path

import pytest

from tests.knockon.processes import KNOCKON, environment, on_terminal, piped

ESCAPE = "\x1b"


def test_in_a_pipe_lines_are_tab_separated_and_plain(graph_url: str) -> None:
    done = piped("query", "listed", "--store", graph_url, env={"FORCE_COLOR": "1"})
    head, *lines = done.stdout.splitlines()
    assert (done.returncode, ESCAPE in done.stdout + done.stderr) == (0, False)
    assert {len(line.split("\t")) for line in lines} == {len(head.split("\t"))}
    assert len(lines) == 2


def test_on_a_terminal_an_answer_is_drawn_in_colour(graph_url: str) -> None:
    code, drawn = on_terminal("explain", "Norvane Vision", "--store", graph_url)
    assert code == 0
    assert f"{ESCAPE}[" in drawn
    assert "├── " in drawn
    assert "“" in drawn


def test_no_color_wins(graph_url: str) -> None:
    env = {"NO_COLOR": "1", "FORCE_COLOR": "1", "CLICOLOR_FORCE": "1"}
    for arguments in (("explain", "Norvane Vision"), ("status",), ("explain", "Norvan")):
        _, drawn = on_terminal(*arguments, "--store", graph_url, env=env)
        assert ESCAPE not in drawn
        assert len(drawn) > 20


def test_an_error_is_on_stderr_alone(graph_url: str) -> None:
    done = piped("explain", "Norvan Vision", "--store", graph_url)
    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr == "error: no party called 'Norvan Vision'. Did you mean Norvane Vision?\n"


def test_a_reader_that_goes_away_is_no_error(graph_url: str) -> None:
    numbers = "UNWIND range(1, 50000) AS n RETURN n"  # more than a pipe holds
    command = [*KNOCKON, "cypher", numbers, "--store", graph_url]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment()) as process:
        assert process.stdout is not None
        assert process.stderr is not None
        assert process.stdout.readline() == b"n\n"
        process.stdout.close()
        assert (process.stderr.read(), process.wait(timeout=60)) == (b"", 141)


def shell(line: str, graph: str) -> tuple[int, str, str]:
    """A shell's line, `K` being the command; its exit code, stdout and stderr."""
    line = line.replace("K ", f'"{KNOCKON[0]}" -m knockon.cli ').replace("STORE", f'--store "{graph}"')
    done = subprocess.run(line, shell=True, capture_output=True, text=True, env=environment(), timeout=60, check=False)  # noqa: S602
    return done.returncode, done.stdout, done.stderr


def test_a_closed_stream_or_a_full_disk_is_no_defect(graph_url: str) -> None:
    full = "error: the output cannot be written: No space left on device. What was printed is cut\n"
    closed = "error: stdout is closed: give it a file, or /dev/null\n"
    seen = {
        line: shell(line, graph_url)
        for line in ("K status STORE >&-", "K explain zzz STORE 2>&-", "K explain zzz STORE 2>/dev/full")
    }
    assert seen == {
        "K status STORE >&-": (5, "", closed),
        "K explain zzz STORE 2>&-": (3, "", ""),
        "K explain zzz STORE 2>/dev/full": (3, "", ""),
    }
    for line in ("K export STORE >/dev/full", "K --help >/dev/full"):
        assert (line, *shell(line, graph_url)) == (line, 5, "", full)


def test_no_columns_are_not_obeyed(graph_url: str) -> None:
    _, drawn = on_terminal("status", "--store", graph_url, env={"COLUMNS": "0"})
    assert "cameras" in drawn


def test_letters_that_the_encoding_lacks_are_spelled(graph_url: str) -> None:
    done = piped("explain", "Norvane Vision", "--markdown", "--store", graph_url, env={"PYTHONIOENCODING": "ascii"})
    assert done.returncode == 0
    assert "\\u201c" in done.stdout
    found = piped("explain", "Norvane Vision", "--json", "--store", graph_url, env={"PYTHONIOENCODING": "ascii"})
    assert json.loads(found.stdout)["party"]["name"] == "Norvane Vision"


@pytest.mark.slow
def _heeds_ctrl_c() -> None:
    """A shell that runs the tests in the background has them ignore it, and so what they start."""
    signal.signal(signal.SIGINT, signal.SIG_DFL)


def test_ctrl_c_says_that_nothing_is_half_written(articles: Path) -> None:
    texts = [Path(f"{number}.txt") for number in range(40)]
    for number, path in enumerate(texts):
        path.write_text(f"Story {number}.\n\n" + (articles / "cameras.txt").read_text("utf-8") * 300, "utf-8")
    load = subprocess.Popen(
        [*KNOCKON, "load", *map(str, texts)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=environment(),
        preexec_fn=_heeds_ctrl_c,  # noqa: PLW1509 - no thread of this process holds a lock over it
    )
    time.sleep(3)
    load.send_signal(signal.SIGINT)
    out, err = load.communicate(timeout=60)
    assert (load.returncode, out) == (130, "")
    assert "Nothing is half written" in err
    assert "Traceback" not in err
    status = piped("status", "--json")  # the moment decides whether all of it is there, or nothing
    held = len(json.loads(status.stdout)["documents"]) if status.returncode == 0 else 0
    assert (status.returncode, held) in {(5, 0), (0, 0), (0, len(texts))}


def test_a_defect_shows_where_but_no_locals(monkeypatch: pytest.MonkeyPatch) -> None:
    from typer.testing import CliRunner

    from knockon import api
    from knockon.cli import app

    def broken(*_: object, **__: object) -> None:
        secret = "hunter2"  # noqa: S105 - it must not be seen
        raise RuntimeError(f"out of {len(secret)} tries")

    monkeypatch.setattr(api, "open_graph", broken)
    done = CliRunner().invoke(app, ["status"])
    assert (done.exit_code, done.stdout) == (1, "")
    assert "RuntimeError: out of 7 tries" in done.stderr
    assert "defect of knockon" in done.stderr
    assert "'hunter2'" not in done.stderr.replace('secret = "hunter2"', "")


def test_the_shell_completes_commands_and_questions() -> None:
    # _TYPER_COMPLETE_ARGS is what the shell has so far; the protocol is Typer's.
    def completed(line: str) -> set[str]:
        env = {"_KNOCKON_COMPLETE": "complete_bash", "COMP_WORDS": line, "COMP_CWORD": str(len(line.split(" ")) - 1)}
        done = subprocess.run(["knockon"], capture_output=True, text=True, env=with_path(env), timeout=60, check=False)
        return set(done.stdout.split())

    assert completed("knockon ex") == {"exposure", "explain", "export"}
    assert completed("knockon query us-") == {"us-chipmakers"}
    assert completed("knockon export --format cl") == {"claims-json", "claims-jsonl"}


def with_path(extra: dict[str, str]) -> dict[str, str]:
    folder = str(Path(KNOCKON[0]).parent)
    return environment({**extra, "PATH": f"{folder}{os.pathsep}{os.environ['PATH']}"})
