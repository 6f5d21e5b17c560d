"""Whether a letter that came back says that its address is no good, or only that today was bad.

An address that is marked is written to no more, so only what the other side says of the address
itself counts; a full mailbox, a filter or a long queue does not.
"""

from __future__ import annotations

import re

MOST = 4_000  # letters of what a server said; some quote the whole letter

GONE_STATUS = re.compile(r"5\.1\.(?:1|2|3|6|10)|5\.4\.310")
LATER = re.compile(
    r"quota|(?:mail|in)?box (?:is |was )?(?:over)?full|\bfull\b.{0,40}(?:mailbox|inbox)|"
    r"over ?(?:quota|limit|drawn)|exceed|insufficient|too (?:large|big|many|much)|out of storage|"
    r"not enough (?:storage|space|disk)|no space|disk full|"
    r"spam|blocked|blacklist|block ?list|black list|listed (?:in|at|by)|reputation|policy|"
    r"virus|content|prohibited|"
    r"\bptr\b|reverse dns|\brdns\b|\bdmarc\b|\bspf\b|\bdkim\b|authenticat|"
    r"timed? ?out|try again|temporar|delayed|retry|retries|queue|deferred|not respond|"
    r"connect|refused|relay|loop|\bhops\b|syntax|protocol|"
    r"suspend|inactive|not active|expired|sender (?:verif|address|domain|reject|denied)",
    re.I,
)
NAMES = r"(?:user|recipient|address|mailbox|account|alias|person|customer|local ?part|receiver)s?"
GONE = re.compile(
    rf"(?:unknown|no such|not a known|non-?existent|invalid|bad|undeliverable|unrouteable) "
    rf"(?:[\w'-]+ ){{0,2}}{NAMES}|"
    rf"{NAMES}(?: \S+){{0,4}} (?:is |was |are |appears to be )?"
    r"(?:unknown|not (?:be )?found|invalid|nonexistent|non-existent|not listed|not valid)|"
    r"(?:does ?n[o']t|does not|do not|did not|doesn't) exist|"
    r"doesn't have an? .{0,40} account|no mailbox (?:here )?by that name|"
    r"not (?:our|a local|our local|listed in|known|a valid)|"
    r"no (?:mailbox|account|user) (?:found|here|with)|"
    rf"(?:couldn't|could not|can't|cannot) (?:be found|find)|unable to (?:find|locate)|"
    r"(?:host|domain) (?:\S+ )?(?:unknown|not found)|no such (?:host|domain)|name or service not|"
    r"unknown (?:or illegal )?(?:alias|host|domain)|illegal alias|nxdomain|nullmx|null mx|"
    r"does not accept mail|(?:no|any) mx or a records|unrouteable (?:mail )?(?:address|domain)|"
    r"has moved|moved to|no longer (?:valid|accept|in use|available|works|with)|"
    r"(?:disabled|unavailable).{0,30}user|user .{0,40}disabled|user not known|"
    r"mailbox unavailable|mailbox not available|recipient address rejected: access denied|"
    r"recipnotfound|recipient ?notfound|unknown_user|addressee unknown",
    re.I,
)


def is_gone(status: str, said: str) -> bool:
    """Whether the address is to be written to no more."""
    if status.startswith(("2", "4")):
        return False
    said = " ".join(said[:MOST].split())
    surely = GONE.search(said)
    maybe_later = LATER.search(said)
    if surely and (maybe_later is None or surely.start() <= maybe_later.start()):
        return True
    return maybe_later is None and GONE_STATUS.fullmatch(status) is not None
