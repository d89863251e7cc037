"""What a form sends, and whether it may: from a page of ours, in the browser it was shown in, of a bearable size."""

from __future__ import annotations

import hmac
import secrets
from urllib.parse import parse_qs, urlsplit

from starlette.requests import Request

from planwerk.server.protocol import RefusedError

LARGEST = 64_000  # bytes; a decision is a few lines
FORM = "application/x-www-form-urlencoded"


class Gate:
    """Lets a write through only where it comes from a page of this server.

    Two checks that do not depend on one another (OWASP's advice against cross-site request forgery): where the browser
    says whose page sends the form, it must be ours; and the form carries a token that only our pages know. The token is
    new with every start of the server.
    """

    def __init__(self) -> None:
        self.token = secrets.token_urlsafe(24)

    async def read(self, request: Request) -> dict[str, str]:
        """Give the fields of a form, each once; raises RefusedError (403, 413, 415 or 400) where it may not be taken."""
        if not _same_origin(request):
            raise RefusedError(403, "a page of another site cannot decide here")
        if request.headers.get("content-type", "").partition(";")[0].strip().lower() != FORM:
            raise RefusedError(415, f"a decision comes as {FORM}")
        body = b""
        async for chunk in request.stream():
            body += chunk
            if len(body) > LARGEST:
                raise RefusedError(413, f"a form has at most {LARGEST} bytes")
        try:
            fields = parse_qs(body.decode("ascii"), keep_blank_values=True, max_num_fields=50, errors="strict")
        except ValueError as error:
            raise RefusedError(400, "this is no form") from error
        said = {name: values[-1].replace("\r\n", "\n").replace("\0", "") for name, values in fields.items()}
        if not hmac.compare_digest(said.pop("token", "").encode(), self.token.encode()):
            raise RefusedError(403, "this form is from before the server was started anew; open the page again")
        return said


def _same_origin(request: Request) -> bool:
    """Tell whether the browser, where it says anything, says that the form comes from this server.

    A browser sends ``null`` for a page that tells nobody where it comes from; ``Sec-Fetch-Site`` then decides.
    """
    site = request.headers.get("sec-fetch-site")
    if site is not None:
        return site in ("same-origin", "none")
    origin = request.headers.get("origin")
    if origin is None:
        return True
    parts = urlsplit(origin)
    return parts.scheme == request.url.scheme and parts.netloc == request.headers.get("host", "")
