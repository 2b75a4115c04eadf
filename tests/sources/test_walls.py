"""Walls, log-ins, paywalls, shells, missing pages and parked domains: unchecked, never dead, never the page."""

from __future__ import annotations

from dataclasses import replace

import pytest

from citecheck.model.source import LinkState, Reason
from citecheck.sources.exchange import Answer, Chain
from citecheck.sources.judge import judge
from citecheck.sources.web import WebResolver
from tests.sources.answers import read, unchecked
from tests.sources.conftest import QUICK, Fetch
from tests.sources.faultserver import ARTICLE, PARAGRAPHS, SENTENCE, FaultServer, plain, redirect

HTML = "text/html; charset=utf-8"


def page(body: str, title: str = "", head: str = "") -> str:
    """A small page."""
    return f"<!DOCTYPE html><html><head><title>{title}</title>{head}</head><body>{body}</body></html>"


def answered(html: str, status: int = 200, **headers: str) -> Chain:
    """A chain of one answer; the names of `headers` have underscores for hyphens."""
    fields = tuple((name.replace("_", "-"), value) for name, value in headers.items())
    url = "https://news.example.com/2026/story.html"
    return Chain(url, (Answer(url, status, (("Content-Type", HTML), *fields), html.encode()),), confirmed=True)


CHALLENGE = page("<h1>news.example.com</h1><p>Wait a little.</p><script>window._cf_chl_opt={cType:'managed'}</script>",
                 "Just a moment...")  # fmt: skip


@pytest.mark.parametrize("status", [403, 503, 429, 200, 404, 500])
def test_case_27_cloudflare_is_known_by_its_header_at_any_status(status: int) -> None:
    unchecked(judge(answered(CHALLENGE, status, cf_mitigated="challenge")), Reason.WALL)
    unchecked(judge(answered(page("<p>Hello</p>"), status, cf_mitigated="challenge")), Reason.WALL)


@pytest.mark.parametrize("status", [403, 503, 429, 200, 404])
def test_case_27_cloudflare_is_known_without_its_header(status: int) -> None:
    fetched = judge(answered(CHALLENGE, status))
    unchecked(fetched, Reason.WALL)
    assert "Cloudflare" in fetched.detail


WALLS = {
    "akamai": page("<h1>Access Denied</h1>You don't have permission to access it.<p>Reference&#32;&#35;18",
                   "Access Denied"),
    "akamai-script": page('<div id="sec-if-cpt-container"></div><script src="/x?bm-verify=AAQ"></script>'),
    "datadome": page('<script>var dd={"rt":"c","host":"geo.captcha-delivery.com"}</script>', "example.com"),
    "perimeterx": page('<h1>Before we continue</h1><div id="px-captcha"></div><p>Press &amp; Hold</p>',
                       "Access to this page has been denied"),
    "imperva": page('<iframe src="/_Incapsula_Resource?SWUDNSAI=31">Incapsula incident ID: 4-5</iframe>'),
    "imperva-words": page("<h1>Pardon Our Interruption</h1><p>Something made us think you are a bot.",
                          "Pardon Our Interruption"),
    "aws-waf": page('<script src="https://x.token.awswaf.com/x/challenge.js"></script><div></div>'),
    "anubis": page('<script id="anubis_challenge">{}</script><h1>Making sure you\'re not a bot!</h1>',
                   "Making sure you're not a bot!"),
    "sucuri": page("<script>sucuri_cloudproxy_js='';</script>", "You are being redirected..."),
    "f5": page("The requested URL was rejected. Please consult with your administrator.<br>Your support ID is: 1",
               "Request Rejected"),
    "ddos-guard": page("<h1>Checking</h1>", "DDOS-GUARD"),
    "siteground": page('<meta http-equiv="refresh" content="0;/.well-known/sgcaptcha/?r=%2F"></meta>'),
    "radware": page("<p>We apologize for the inconvenience</p>", "Radware Captcha Page"),
    "google": page("<p>Our systems have detected unusual traffic from your computer network.</p>"),
    "vercel": page("<p>We're verifying your browser</p>", "Vercel Security Checkpoint"),
    "captcha": page('<form><div class="g-recaptcha" data-sitekey=x></div><button>Go</button></form>', "One step more"),
    "turnstile": page('<script src="https://challenges.cloudflare.com/turnstile/v0/api.js"></script><p>Hold on.</p>'),
    "words": page("<p>Please verify you are a human to go on.</p>", "example.com"),
    "german": page("<p>Bitte bestätigen Sie, dass Sie kein Roboter sind.</p>", "Moment"),
    "french": page("<p>Veuillez patienter</p>", "Vérification de sécurité"),
    "chinese": page("<p>请完成安全验证以继续访问</p>", "example"),
    "robot-title": page("<p>To continue, click the box below.</p>", "Are you a robot?"),
}  # fmt: skip


@pytest.mark.parametrize("status", [200, 403, 404, 503])
@pytest.mark.parametrize("name", WALLS)
def test_case_28_walls_are_unchecked_at_any_status(name: str, status: int) -> None:
    unchecked(judge(answered(WALLS[name], status)), Reason.WALL)


def test_case_28_an_aws_challenge_of_status_202_is_a_wall() -> None:
    unchecked(judge(answered("", 202, x_amzn_waf_action="challenge")), Reason.WALL)


@pytest.mark.parametrize(
    ("title", "aside"),
    [
        ("How “Just a moment...” works", "<script src='/cdn-cgi/challenge-platform/scripts/jsd/m.js'></script>"),
        ("The story of the captcha", '<form><div class="g-recaptcha"></div><input name=mail></form>'),
        ("Are you a robot? A history", "<p>Access denied, said the gate.</p>"),
        ("Page not found: a history of the 404 page", "<p>Error 404 is what servers say.</p>"),
        ("Log in, drop out", '<form><input type="password" name="p"></form>'),
        ("This domain is for sale", "<p>so said the sign</p>"),
    ],
)  # fmt: skip
def test_case_31_an_article_about_walls_is_read(title: str, aside: str) -> None:
    fetched = judge(answered(page(f"<h1>{title}</h1>{PARAGRAPHS}<p>{SENTENCE}</p>{aside}", title)))
    assert fetched.state is LinkState.OK
    assert fetched.source is not None
    assert SENTENCE in fetched.source.text
    read(judge(answered(page(f"<h1>{title}</h1>{PARAGRAPHS * 5}<p>{SENTENCE}</p>{aside}", title))))


@pytest.mark.parametrize(
    ("name", "html", "reason"),
    [
        ("login", page("<h1>Welcome</h1><form><input type=password></form>", "Journal"), Reason.LOGIN),
        ("login-title", page("<p>Your library card, please.</p>", "Sign in | Journal"), Reason.LOGIN),
        ("anmelden", page("<p>Bitte</p><form><input type='password'></form>", "Anmelden"), Reason.LOGIN),
        ("cookie-wall", page("<p>Accept cookies to continue to the site.</p>", "Journal"), Reason.CONSENT),
        ("consent", page("<p>We and our partners use cookies.</p>", "Before you continue"), Reason.CONSENT),
        ("paywall", page("<h1>The story</h1><p>Subscribe to continue reading.</p>", "Story"), Reason.PAYWALL),
        ("abo", page("<h1>Die Sache</h1><p>Weiterlesen mit dem Abo.</p>", "Die Sache"), Reason.PAYWALL),
        ("not-free", page("<h1>The story</h1><p>It was a quiet evening.</p>", "Story",
                          '<script >{"isAccessibleForFree": "False"}</script>'), Reason.PAYWALL),
        ("shell", page('<div id="root"></div><script src="/main.js"></script>', "Journal"), Reason.SCRIPT_ONLY),
        ("shell-app", page("<app-root></app-root><script src=/a.js></script>", "Journal"), Reason.SCRIPT_ONLY),
        ("noscript", page("<noscript>You need to enable JavaScript to run this app.</noscript><div id=x></div>"
                          "<script src=/m.js></script>", "Journal"), Reason.SCRIPT_ONLY),
        ("maintenance", page("<h1>We'll be back soon</h1><p>The site is under repair.</p>", "Journal"), Reason.STATUS),
        ("empty", "", Reason.TOO_SHORT),
        ("blank", page("", ""), Reason.TOO_SHORT),
    ],
)  # fmt: skip
def test_case_29_what_stands_before_a_page_is_not_the_page(name: str, html: str, reason: Reason) -> None:
    unchecked(judge(answered(html)), reason)


def test_case_29_a_redirect_to_a_log_in_is_told(server: FaultServer, fetch: Fetch) -> None:
    server.url("/users/sign_in", plain(page("<p>Members only.</p>", "Journal").encode()))
    unchecked(fetch(server.url("/article/7", redirect("/users/sign_in"))), Reason.LOGIN)


MISSING = {
    "en": ("Page not found", "Sorry, we can’t find that page"), "en-404": ("404", "Oops"),
    "en-site": ("Page Not Found | News", "Try the search"), "en-gone": ("Example", "The page no longer exists"),
    "de": ("Seite nicht gefunden", "Die Seite existiert nicht"), "fr": ("Page introuvable", "La page n'existe plus"),
    "es": ("Página no encontrada", "La página no existe"), "pt": ("Página não encontrada", "Não existe"),
    "it": ("Pagina non trovata", "La pagina non esiste"), "nl": ("Pagina niet gevonden", "bestaat niet"),
    "sv": ("Sidan hittades inte", ""), "da": ("Siden blev ikke fundet", ""), "nb": ("Fant ikke siden", ""),
    "fi": ("Sivua ei löydy", ""), "pl": ("Nie znaleziono strony", ""), "cs": ("Stránka nenalezena", ""),
    "hu": ("Az oldal nem található", ""), "ro": ("Pagina nu a fost găsită", ""), "tr": ("Sayfa bulunamadı", ""),
    "el": ("Η σελίδα δεν βρέθηκε", ""), "ru": ("Страница не найдена", ""), "uk": ("Сторінку не знайдено", ""),
    "he": ("הדף לא נמצא", ""), "ar": ("الصفحة غير موجودة", ""), "hi": ("पृष्ठ नहीं मिला", ""),
    "id": ("Halaman tidak ditemukan", ""), "zh": ("页面不存在", ""), "ja": ("ページが見つかりません", ""),
    "ko": ("페이지를 찾을 수 없습니다", ""),
}  # fmt: skip


@pytest.mark.parametrize("language", MISSING)
def test_case_30_a_missing_page_is_known_by_its_words(language: str) -> None:
    title, words = MISSING[language]
    unchecked(judge(answered(page(f"<h1>{title}</h1><p>{words}</p>", "Example"))), Reason.SOFT_404)
    unchecked(judge(answered(page(f"<p>{words}</p>", title))), Reason.SOFT_404)


def test_case_30_a_way_to_the_home_page_is_no_page(server: FaultServer, fetch: Fetch) -> None:
    server.url("/", plain())
    fetched = fetch(server.url("/2019/05/gone.html", redirect("/")))
    unchecked(fetched, Reason.SOFT_404)
    assert fetched.source is not None
    assert SENTENCE in fetched.source.text


def test_the_home_page_itself_is_read(server: FaultServer, fetch: Fetch) -> None:
    server.url("/", plain())
    read(fetch(server.url("/index.html", redirect("/"))))
    read(fetch(server.url("/")))


@pytest.mark.parametrize("words", ["This domain is for sale! Make an offer.", "Diese Domain steht zum Verkauf."])
def test_case_30_a_parked_domain_is_told(words: str) -> None:
    unchecked(judge(answered(page(f"<h1>example.com</h1><p>{words}</p>", "example.com"))), Reason.PARKED)


def test_case_30_a_site_that_gives_one_page_for_everything_is_found_out(server: FaultServer, fetch: Fetch) -> None:
    with FaultServer(every=plain()) as own:
        own.url("/robots.txt", plain(b"", "404 Not Found"))
        fetched = fetch(own.url("/any/story.html"), probe=True)
        unchecked(fetched, Reason.SOFT_404)
        assert "made up" in fetched.detail
        assert fetched.source is not None
        assert SENTENCE in fetched.source.text
        assert len([seen for seen in own.log if "no-such-page" in seen.path]) == 1


def test_a_site_that_knows_what_it_has_stays_good(server: FaultServer, fetch: Fetch) -> None:
    other = page("<h1>Example News</h1><p>Here is the list of all that we have in store for our readers.</p>").encode()
    with FaultServer(every=plain(other)) as own:
        own.url("/robots.txt", plain(b"", "404 Not Found"))
        read(fetch(own.url("/any/story.html", plain()), probe=True))


def test_each_site_is_asked_once_for_a_made_up_page() -> None:
    with FaultServer() as own:
        urls = [own.url(f"/story-{number}", plain()) for number in range(5)]
        resolver = WebResolver(replace(QUICK, probe=True))
        for fetched in resolver.fetch_all(urls).values():
            read(fetched)
        assert len([seen for seen in own.log if "no-such-page" in seen.path]) == 1


@pytest.mark.parametrize("status", [404, 410])
def test_case_32_a_missing_page_that_holds_the_words_is_dead_all_the_same(status: int) -> None:
    assert judge(answered(ARTICLE.decode(), status)).state is LinkState.DEAD


def test_a_header_that_good_pages_have_too_makes_no_wall_of_them() -> None:
    read(judge(answered(ARTICLE.decode(), x_datadome="protected")))
    unchecked(judge(answered("<p>no</p>", 403, x_datadome="protected")), Reason.WALL)
    assert judge(answered("<p>no</p>", 404, x_datadome="protected")).state is LinkState.DEAD


@pytest.mark.parametrize(
    "words", ["The statue has been removed from the square.", "A cure was not found in his lifetime, they say."]
)
def test_a_short_page_may_speak_of_what_is_missing(words: str) -> None:
    assert (
        judge(answered(page(f"<h1>Notes</h1><p>It was said in the evening that much is lost. {words}</p>"))).state
        is LinkState.OK
    )


def test_nothing_about_a_page_is_dead_but_404_and_410() -> None:
    for status in range(200, 600):
        if status not in (404, 410):
            assert judge(answered(ARTICLE.decode(), status)).state is not LinkState.DEAD
