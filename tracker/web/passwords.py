"""The password of the page: kept as a proof from which it cannot be read back."""

from __future__ import annotations

import hashlib
import hmac
import secrets
import threading
import unicodedata
from base64 import b64decode, b64encode

from tracker.core.errors import UsageError

SHORTEST, LONGEST = 10, 1000
N, R, P = 2**15, 8, 1
"""What scrypt costs: 32 MB and about a tenth of a second for each guess."""
MEMORY = 2**27
_one_at_a_time = threading.Lock()


def prove(password: str) -> str:
    """The proof of a new password, with its salt and cost; raises UsageError if it is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise UsageError(f"The password needs {SHORTEST} to {LONGEST} characters.")
    salt = secrets.token_bytes(16)
    digest = _digest(password, salt, N, R, P)
    return "$".join(("scrypt", str(N), str(R), str(P), b64encode(salt).decode(), b64encode(digest).decode()))


def proven(password: str, proof: str) -> bool:
    """Whether this is the password of the proof; takes the same time if it is not."""
    _, n, r, p, salt, digest = proof.split("$")
    given = _digest(password[:LONGEST], b64decode(salt), int(n), int(r), int(p))
    return hmac.compare_digest(given, b64decode(digest))


def _digest(password: str, salt: bytes, n: int, r: int, p: int) -> bytes:
    """One at a time: guesses that come all at once must not take all of the memory."""
    text = unicodedata.normalize("NFKC", password).encode(errors="surrogatepass")
    with _one_at_a_time:
        return hashlib.scrypt(text, salt=salt, n=n, r=r, p=p, maxmem=MEMORY, dklen=32)
