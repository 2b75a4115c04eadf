"""Takes secrets out of what is shown, logged or kept, and says which addresses may be followed from there."""

from __future__ import annotations

import re
from urllib.parse import SplitResult, quote, urlsplit

_SECRET_NAMES = (
    r"[a-z0-9_.-]{0,40}(?:token|secret|password|passwd|signature|credential|session|apikey|api[_-]key|access[_-]key)"
    r"[a-z0-9_.-]{0,40}|key|sig|pass|pwd|auth|sid|code|jwt|x-amz-[a-z-]{1,40}|x-goog-[a-z-]{1,40}|awsaccesskeyid"
)
_QUERY = re.compile(rf"(?<=[?&;#])({_SECRET_NAMES})=[^&;#\s\"'<>]+", re.I)
_USER = re.compile(r"(?<=//)[^/?#\s\"'<>@]{1,500}+@(?:[^/?#\s\"'<>@]{0,500}+@){0,5}")
MASK = "***"


def mask(text: str) -> str:
    """Text with the user part of URLs and the values of secret-looking query keys replaced by ***.

    Works on a URL, and on any text that URLs stand in. Idempotent.
    """
    if "@" in text:
        text = _USER.sub(f"{MASK}@", text)
    if "=" in text:
        text = _QUERY.sub(rf"\1={MASK}", text)
    return text


def web_address(url: str) -> str:
    """The URL if it is http or https, percent-encoded where it holds anything but URL characters; else "".

    Also "" for a URL with a password or key in it: reports do not pass these on.
    """
    parts = split_url(url)
    if parts is None or parts.scheme.lower() not in ("http", "https") or not parts.hostname or mask(url) != url:
        return ""
    return quote(url.strip().encode("utf-8", "replace"), safe="%/:?#[]@!$&'()*+,;=~-._")


def split_url(url: str) -> SplitResult | None:
    """The parts of a URL, None of what is none."""
    try:
        return urlsplit(url)
    except ValueError:
        return None
