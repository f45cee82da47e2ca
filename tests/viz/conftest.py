"""A real browser: the Chromium that CHROMIUM names or that is installed, driven by Playwright without a network."""

from __future__ import annotations

import os
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Error, Page, sync_playwright

from tests.conftest import unavailable
from viz import network_page
from viz.picture import Picture

NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
ARGUMENTS = (
    "--no-sandbox",
    "--headless",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
DESKTOP, PHONE = (1440, 900), (390, 844)


def chromium() -> str | None:
    """Where the browser is: CHROMIUM, else the first of NAMES on the path."""
    given = os.environ.get("CHROMIUM")
    return given or next((found for name in NAMES if (found := shutil.which(name))), None)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    path = chromium()
    if path is None:
        unavailable("no Chromium: install it (Debian: apt-get install chromium) or set CHROMIUM to its path")
    with sync_playwright() as playwright:
        try:
            opened = playwright.chromium.launch(executable_path=path, args=list(ARGUMENTS))
        except Error as error:
            unavailable(f"{path} does not start: {error}. Set CHROMIUM to a Chromium that does")
        yield opened
        opened.close()


@dataclass
class Watched:
    """A page in the browser, with all that it printed and asked for."""

    page: Page
    file: Path
    printed: list[str] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    def ask(self, script: str) -> Any:
        return self.page.evaluate(script)

    def text(self, selector: str) -> str:
        return self.page.locator(selector).inner_text()

    def click_on(self, name: str) -> None:
        """Click on the node with this name, where it is drawn."""
        at = self.ask(
            f"""() => {{
                const number = entities.findIndex((one) => one.name === {name!r});
                const {{ x, y }} = network.canvasToDOM(drawn.nodes[number]);
                const box = canvas.getBoundingClientRect();
                return [box.left + x, box.top + y];
            }}"""
        )
        self.page.mouse.click(*at)

    def settle(self) -> None:
        """Let a fit or a drawing come to rest."""
        self.page.wait_for_timeout(400)


@pytest.fixture
def show(browser: Browser, tmp_path: Path) -> Iterator[Callable[..., Watched]]:
    """Open a picture (or a page's text) from a file, offline: `show(picture, size=PHONE, dark=True)`."""
    contexts: list[BrowserContext] = []

    def opened(
        picture: Picture | str, size: tuple[int, int] = DESKTOP, *, dark: bool = False, wait: bool = True
    ) -> Watched:
        file = tmp_path / f"view-{len(contexts)}.html"
        file.write_text(picture if isinstance(picture, str) else network_page(picture), "utf-8")
        phone = size[0] < 600
        context = browser.new_context(
            viewport={"width": size[0], "height": size[1]},
            color_scheme="dark" if dark else "light",
            reduced_motion="reduce",
            has_touch=phone,
            is_mobile=phone,
            offline=True,
        )
        contexts.append(context)
        watched = Watched(context.new_page(), file)
        watched.page.on("console", lambda message: watched.printed.append(message.text))
        watched.page.on("pageerror", lambda error: watched.printed.append(str(error)))
        watched.page.on("request", lambda request: watched.asked.append(request.url))
        watched.page.goto(file.as_uri())
        if wait:
            watched.page.wait_for_selector("html[data-ready]", state="attached")
            watched.settle()
        return watched

    yield opened
    for context in contexts:
        context.close()
