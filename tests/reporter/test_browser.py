"""The HTML report in a real browser: nothing runs, nothing is asked for, and all can be reached by keyboard."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import html5lib
import pytest

from citecheck.model.report import Report
from tests.reporter.annotated import rendered
from tests.reporter.hostile import hostile

if TYPE_CHECKING:
    from playwright.sync_api import Page

CHROMIUM = shutil.which("chromium")
in_browser = pytest.mark.skipif(CHROMIUM is None, reason="Chromium is not installed")

EVIL = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg onload=alert(1)>",
    "</title></style></script><script>alert(1)</script>",
    "javascript:alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "{{7*7}}{% raw %}",
    "<base href=https://evil.example/><meta http-equiv=refresh content='0;url=https://evil.example/'>",
    "\x1b]8;;https://evil.example\x07x\x1b]8;;\x07",
    "[link=https://evil.example]x[/link]\\",
    "\n::error::x ##[error]",
    "\u202egnp.exe",
    "a" + "\u0301" * 500,
    "\U000e0041\U000e0042 раураl.example",
    "]]>\x00\ufffe",
]


@pytest.mark.parametrize("evil", EVIL, ids=range(len(EVIL)))
def test_a_strict_parser_finds_no_error(evil: str) -> None:
    html5lib.HTMLParser(strict=True).parse(rendered(hostile(evil), "html"), transport_encoding="utf-8")


def test_a_strict_parser_finds_no_error_in_the_sample_and_an_empty_run(report: Report) -> None:
    for each in (report, Report(())):
        html5lib.HTMLParser(strict=True).parse(rendered(each, "html"), transport_encoding="utf-8")


class Seen:
    """What a page did that it must not do."""

    def __init__(self, page: Page) -> None:
        self.dialogs: list[str] = []
        self.requests: list[str] = []
        self.console: list[str] = []
        page.on("dialog", lambda dialog: (self.dialogs.append(dialog.message), dialog.dismiss()))
        page.on("request", lambda request: self.requests.append(request.url))
        page.on("console", lambda message: self.console.append(message.text))
        page.on("pageerror", lambda error: self.console.append(str(error)))


@pytest.fixture(scope="module")
def page() -> Iterator[Page]:
    from playwright.sync_api import sync_playwright

    with sync_playwright() as driver:
        browser = driver.chromium.launch(
            executable_path=CHROMIUM, args=["--no-sandbox", "--disable-gpu", "--disable-background-networking"]
        )
        yield browser.new_page()
        browser.close()


def show(page: Page, report: Report, folder: Path) -> Seen:
    path = folder / "report.html"
    path.write_bytes(rendered(report, "html"))
    seen = Seen(page)
    page.goto(path.as_uri())
    seen.requests = [url for url in seen.requests if url != path.as_uri()]
    return seen


@in_browser
def test_case_54_hostile_names_titles_quotations_and_addresses_do_nothing(page: Page, tmp_path: Path) -> None:
    every = [hostile(evil) for evil in EVIL]
    together = Report(
        tuple(document for each in every for document in each.documents),
        problems=tuple(EVIL),
        sources=tuple(source for each in every for source in each.sources),
        remarks=tuple(EVIL),
        warnings=tuple(EVIL),
    )
    # A report on one manuscript has that one's name for its title.
    for report in (together, hostile("</title></style></script><script>alert(1)</script>")):
        seen = show(page, report, tmp_path)
        for entry in page.locator("article.entry").all()[:5]:
            entry.hover()
        assert (seen.dialogs, seen.requests, seen.console) == ([], [], [])
        assert page.locator("script, img, svg, iframe, base").count() == 0
        hrefs = page.eval_on_selector_all("a[href]", "all => all.map(each => each.getAttribute('href'))")
        assert all(href.startswith(("#", "https://", "http://")) for href in hrefs)
        outside = page.locator("a[href^=http]:not([rel~=noreferrer])")
        assert outside.count() == 0


@in_browser
def test_the_filters_hide_and_count_without_a_script(page: Page, report: Report, tmp_path: Path) -> None:
    show(page, report, tmp_path)
    entries = page.locator("article.entry:visible")
    every = entries.count()
    page.select_option("#by-verdict", "altered")
    assert 0 < entries.count() < every
    assert entries.count() == page.locator("article.k-altered").count()
    page.select_option("#by-verdict", "")
    page.select_option("#by-rule", "L301")
    assert entries.count() == 1
    page.select_option("#by-rule", "")
    assert entries.count() == every


@in_browser
def test_everything_is_reached_by_keyboard(page: Page, report: Report, tmp_path: Path) -> None:
    show(page, report, tmp_path)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.className") == "skip"
    reached = set()
    for _ in range(page.locator("a[href], select").count()):
        reached.add(page.evaluate("document.activeElement.id || document.activeElement.getAttribute('href')"))
        page.keyboard.press("Tab")
    assert {"by-verdict", "by-rule", "by-note", "#findings"} <= reached
    first = page.locator(".strip a").first
    first.focus()
    page.keyboard.press("Enter")
    assert page.evaluate("document.querySelector(':target').className").startswith("entry")


@in_browser
@pytest.mark.parametrize("width", [360, 1200])
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_it_fits_the_window_and_can_be_read(
    page: Page, report: Report, tmp_path: Path, width: int, scheme: str
) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.emulate_media(color_scheme=scheme)
    show(page, report, tmp_path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    ratios = page.evaluate(CONTRAST)
    assert min(ratios) >= 4.5
    page.emulate_media(color_scheme="light")


CONTRAST = """() => {
  const light = c => c.map(v => v / 255).map(v => v <= .03928 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4)
    .reduce((sum, v, i) => sum + v * [.2126, .7152, .0722][i], 0);
  const parse = s => s.match(/[\\d.]+/g).map(Number);
  const behind = e => { while (e) { const c = parse(getComputedStyle(e).backgroundColor);
    if (c.length < 4 || c[3] > 0) return c.slice(0, 3); e = e.parentElement; } return [255, 255, 255]; };
  return [...document.querySelectorAll('p, a, li, h1, h2, h4, h5, dt, dd, span, ins, del, label')]
    .filter(e => [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()))
    .map(e => { const a = light(parse(getComputedStyle(e).color).slice(0, 3)), b = light(behind(e));
      return (Math.max(a, b) + .05) / (Math.min(a, b) + .05); });
}"""


@in_browser
def test_it_prints(page: Page, report: Report, tmp_path: Path) -> None:
    import pypdfium2

    show(page, report, tmp_path)
    with pypdfium2.PdfDocument(page.pdf(format="A4")) as pdf:
        text = " ".join(each.get_textpage().get_text_range() for each in pdf)
    assert "The whole record" in text
    assert "everything" not in text
