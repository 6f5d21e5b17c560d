"""Addresses of the web, as they are stored: with a scheme, the host in lower case."""

from __future__ import annotations

from urllib.parse import urlsplit, urlunsplit


def normal_website(text: str) -> str:
    """ "Example.org" is https://example.org; what cannot be one is left as it was typed."""
    text = (text or "").strip()
    if not text:
        return ""
    url = text if "://" in text else f"https://{text}"
    try:
        parts = urlsplit(url)
    except ValueError:
        return text
    path = "" if parts.path == "/" and not (parts.query or parts.fragment) else parts.path
    return urlunsplit(
        (parts.scheme.lower(), parts.netloc.lower(), path, parts.query, parts.fragment)
    )


def site_of(text: str) -> str:
    """The host without "www.", by which two spellings of a website are the same."""
    try:
        host = urlsplit(normal_website(text)).hostname or ""
    except ValueError:
        return ""
    return host.removeprefix("www.")
