"""A provider that gives tokens, for tests: an authorisation server on a port of its own.

It is as strict as the strictest of the real ones: codes count once, PKCE is asked for, and a
refresh token that is used twice ends the whole consent.
"""

from __future__ import annotations

import json
import secrets
import threading
from base64 import urlsafe_b64encode
from hashlib import sha256
from http.client import HTTPConnection
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from time import sleep
from typing import Any
from urllib.parse import parse_qs, urlencode, urlsplit

CLIENT, SECRET = "doorstep", "a-client-secret"


class ConsentServer:
    """``says`` is a status it answers with instead, ``dawdles`` the seconds before it does."""

    def __init__(self) -> None:
        self.codes: dict[str, dict[str, str]] = {}
        self.grants: dict[str, str] = {}  # refresh token: whose
        self.spent: dict[str, str] = {}
        self.tokens: dict[str, str] = {}  # access token: whose
        self.asked: list[dict[str, str]] = []
        self.lasts, self.says, self.dawdles, self.body = 3600, 0, 0.0, b""
        self.who = "ada@example.org"
        handler = type("Handler", (_Handler,), {"place": self})
        self.http = ThreadingHTTPServer(("127.0.0.1", 0), handler)
        self.port = self.http.server_address[1]
        self.url = f"http://127.0.0.1:{self.port}"
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def stop(self) -> None:
        self.http.shutdown()
        self.http.server_close()

    def agree(self, there: str, who: str = "") -> dict[str, str]:
        """What a browser does that is sent there by somebody who agrees: the answer it brings."""
        self.who = who or self.who
        parts = urlsplit(there)
        way = HTTPConnection("127.0.0.1", self.port, timeout=5)
        way.request("GET", f"{parts.path}?{parts.query}")
        location = way.getresponse().getheader("Location") or ""
        way.close()
        return {name: values[0] for name, values in parse_qs(urlsplit(location).query).items()}

    def revoke(self) -> None:
        """The person takes the consent back."""
        self.grants.clear()
        self.tokens.clear()

    def consent(self, said: dict[str, str]) -> str:
        code = secrets.token_urlsafe(9)
        self.codes[code] = said | {"who": self.who}
        return f"{said['redirect_uri']}?{urlencode({'code': code, 'state': said['state']})}"

    def token(self, said: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(said)
        sleep(self.dawdles)
        if self.says:
            return self.says, {"error": "temporarily_unavailable"}
        if (said.get("client_id"), said.get("client_secret")) != (CLIENT, SECRET):
            return 401, {"error": "invalid_client"}
        if said.get("grant_type") == "authorization_code":
            who = self._who_agreed(said)
        else:
            who = self._who_goes_on(said.get("refresh_token", ""))
        if not who:
            return 400, {"error": "invalid_grant", "error_description": "Token is\x01 revoked."}
        access, refresh = f"at-{secrets.token_urlsafe(9)}", f"rt-{secrets.token_urlsafe(9)}"
        self.tokens[access], self.grants[refresh] = who, who
        given = {"access_token": access, "refresh_token": refresh, "expires_in": self.lasts}
        return 200, given | {"token_type": "Bearer"}

    def _who_agreed(self, said: dict[str, str]) -> str:
        held = self.codes.pop(said.get("code", ""), {})
        digest = sha256(said.get("code_verifier", "").encode()).digest()
        challenge = urlsafe_b64encode(digest).rstrip(b"=").decode()
        is_theirs = held.get("redirect_uri") == said.get("redirect_uri")
        return held["who"] if is_theirs and held["code_challenge"] == challenge else ""

    def _who_goes_on(self, refresh: str) -> str:
        if refresh in self.spent:
            self.revoke()
            return ""
        self.spent[refresh] = who = self.grants.pop(refresh, "")
        return who


class _Handler(BaseHTTPRequestHandler):
    place: ConsentServer

    def do_GET(self) -> None:
        parts = urlsplit(self.path)
        said = {name: values[0] for name, values in parse_qs(parts.query).items()}
        if parts.path == "/authorize":
            self.send_response(302)
            self.send_header("Location", self.place.consent(said))
            self.end_headers()
            return
        who = self.place.tokens.get(said.get("access_token", ""))  # a mail server looks it up
        self._tell(200 if who else 400, {"email": who} if who else {"error": "invalid_token"})

    def do_POST(self) -> None:
        body = self.rfile.read(int(self.headers["Content-Length"])).decode()
        said = {name: values[0] for name, values in parse_qs(body).items()}
        if self.place.body:
            self.send_response(200)
            self.end_headers()
            self.wfile.write(self.place.body)
        elif self.path == "/moved":
            self.send_response(307)
            self.send_header("Location", f"{self.place.url}/token")
            self.end_headers()
        else:
            self._tell(*self.place.token(said))

    def _tell(self, status: int, told: dict[str, Any]) -> None:
        body = json.dumps(told).encode()
        self.send_response(status)
        self.send_header("Content-Type", "application/json")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_said: Any) -> None:
        """Tests tell what went wrong."""
