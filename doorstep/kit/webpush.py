"""Messages to browsers, as RFC 8291 (encryption) and RFC 8292 (who sends) want them.

The key of the sender follows from the install's own secret: nothing is stored, and all machines of
an install have the same. No library: the known ones bring two HTTP clients along, for forty lines.
"""

from __future__ import annotations

import json
import secrets
from base64 import urlsafe_b64decode, urlsafe_b64encode
from functools import lru_cache
from time import time
from urllib.parse import urlsplit

from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.asymmetric.utils import decode_dss_signature
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from doorstep.kit.outgoing import NoAnswer, may_be_called, post

CURVE = ec.SECP256R1()
ORDER = 0xFFFFFFFF00000000FFFFFFFFFFFFFFFFBCE6FAADA7179E84F3B9CAC2FC632551
RECORD = 4096
LONGEST = 3000  # of a message; services refuse more than 4 KB


class Gone(Exception):
    """The browser takes no messages from us any more."""


class NotTaken(Exception):
    """The service did not take the message now."""


def is_service(endpoint: str, services: tuple[str, ...]) -> bool:
    """Whether it is one of these hosts or below one: nobody makes us call anything else."""
    if not may_be_called(endpoint):
        return False
    host = (urlsplit(endpoint).hostname or "").lower()
    return any(host == each or host.endswith(f".{each}") for each in services)


def public_key(secret: str) -> str:
    """What a browser is told of us when it subscribes."""
    return text_of(_point(_own_key(secret)))


def send(
    endpoint: str, p256dh: str, auth: str, message: bytes, *, secret: str, contact: str, ttl: int
) -> None:
    """Give a message to the service of a browser."""
    parts = urlsplit(endpoint)
    headers = {
        "Authorization": _authorization(f"{parts.scheme}://{parts.netloc}", secret, contact),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(ttl),
        "Urgency": "high",
    }
    try:
        status = post(endpoint, sealed(message[:LONGEST], p256dh, auth), headers).status
    except NoAnswer as error:
        raise NotTaken(str(error)) from error
    if status in (401, 403, 404, 410):
        raise Gone(str(status))
    if not 200 <= status < 300:
        raise NotTaken(f"the push service answered {status}")


def sealed(
    message: bytes,
    p256dh: str,
    auth: str,
    *,
    salt: bytes = b"",
    key: ec.EllipticCurvePrivateKey | None = None,
) -> bytes:
    """The message for this browser alone; ``ValueError`` where its keys are none."""
    salt, key = salt or secrets.token_bytes(16), key or ec.generate_private_key(CURVE)
    theirs, ours = bytes_of(p256dh), _point(key)
    peer = ec.EllipticCurvePublicKey.from_encoded_point(CURVE, theirs)
    shared = key.exchange(ec.ECDH(), peer)
    known = b"WebPush: info\0" + theirs + ours
    secret = _derived(shared, bytes_of(auth), known, 32)
    content = _derived(secret, salt, b"Content-Encoding: aes128gcm\0", 16)
    nonce = _derived(secret, salt, b"Content-Encoding: nonce\0", 12)
    head = salt + RECORD.to_bytes(4, "big") + bytes([len(ours)]) + ours
    return head + AESGCM(content).encrypt(nonce, message + b"\x02", None)


def text_of(raw: bytes) -> str:
    return urlsafe_b64encode(raw).rstrip(b"=").decode()


def bytes_of(text: str) -> bytes:
    return urlsafe_b64decode(text + "=" * (-len(text) % 4))


def _authorization(audience: str, secret: str, contact: str) -> str:
    claims = {"aud": audience, "exp": int(time()) + 12 * 3600, "sub": contact}
    parts = [{"typ": "JWT", "alg": "ES256"}, claims]
    signed = ".".join(text_of(json.dumps(part).encode()) for part in parts)
    r, s = decode_dss_signature(_own_key(secret).sign(signed.encode(), ec.ECDSA(SHA256())))
    signature = text_of(r.to_bytes(32, "big") + s.to_bytes(32, "big"))
    return f"vapid t={signed}.{signature}, k={public_key(secret)}"


@lru_cache(maxsize=4)
def _own_key(secret: str) -> ec.EllipticCurvePrivateKey:
    raw = _derived(secret.encode(), None, b"doorstep web push 1", 48)
    return ec.derive_private_key(int.from_bytes(raw, "big") % (ORDER - 1) + 1, CURVE)


def _point(key: ec.EllipticCurvePrivateKey) -> bytes:
    return key.public_key().public_bytes(Encoding.X962, PublicFormat.UncompressedPoint)


def _derived(key: bytes, salt: bytes | None, info: bytes, length: int) -> bytes:
    return HKDF(SHA256(), length=length, salt=salt, info=info).derive(key)
