"""What an editor can do about a link that is not simply good."""

from __future__ import annotations

from citecheck.model.source import LinkState, Reason

_SAVE = "Open it in a browser; to have its words compared, save the page and give it with --source."
_ADVICE = {
    Reason.WALL: _SAVE,
    Reason.SCRIPT_ONLY: _SAVE,
    Reason.LOGIN: "Open it with your own log-in, save the page and give it with --source.",
    Reason.PAYWALL: "Open it with your own subscription, save the page and give it with --source.",
    Reason.CONSENT: _SAVE,
    Reason.SOFT_404: "Open it in a browser; if the page is gone, look for its new address or an archived copy.",
    Reason.PARKED: "The domain seems to have been given up; look for an archived copy.",
    Reason.ROBOTS: "The site asks programs to stay away; open it yourself, or use --ignore-robots for your own check.",
    Reason.TIMEOUT: "Try again later, or open it in a browser.",
    Reason.RUN_TIME: "Run again: what was read is kept, or allow more time with --max-time.",
    Reason.CONNECTION: "Try again later, or open it in a browser.",
    Reason.DNS: "See that you are online and that the host's name is spelled right.",
    Reason.TLS: "The site's certificate cannot be trusted; open it in a browser and judge for yourself.",
    Reason.REDIRECTS: "Open it in a browser; it may want cookies.",
    Reason.STATUS: "Open it in a browser, or try again later.",
    Reason.TOO_LARGE: "Save the page and give it with --source.",
    Reason.INCOMPLETE: "Try again later, or save the page and give it with --source.",
    Reason.ENCODING: "Save the page as UTF-8 text and give it with --source.",
    Reason.UNREADABLE: "Save its text in a file and give that with --source.",
    Reason.TOO_SHORT: "Open it in a browser and see what it shows.",
    Reason.GONE: "Look for its new address, or for an archived copy at web.archive.org.",
    Reason.RETRY_LATER: "Try again later; the server wants fewer requests.",
    Reason.BLOCKED_ADDRESS: "If you trust it, allow it with --allow-network or --allow-host.",
    Reason.BAD_URL: "Put the address right.",
    Reason.NOT_RECORDED: "Record the evidence anew with --record.",
    Reason.OFFLINE: "Run again without --offline.",
    Reason.WORKER: "Save its text in a file and give that with --source.",
}


def advice_for(reason: Reason, state: LinkState) -> str:
    """One sentence, "" where there is nothing to do."""
    if state is LinkState.MOVED:
        return "Cite the new address."
    return _ADVICE.get(reason, "")
