"""PDF papers: the text layer, page by page, with a form feed between pages.

A page that is a picture has no text layer and is named as such: nothing is read out of pictures here.
"""

from __future__ import annotations

import logging

from planwerk.sources.rejected import Reason, Refusal
from planwerk.sources.text import Decoded, kind_of

MOST = 20_000_000  # characters of text; a council's largest budget book has a tenth of that


def extract(content: bytes) -> Decoded:
    """Take the text layer out of a PDF; raises Refusal where there is none, or where it cannot be had."""
    if not content:
        raise Refusal(Reason.empty)
    # The header may stand a little below the top (PDF 1.7, annex H.3.4.1).
    if b"%PDF-" not in content[:1024]:
        raise Refusal(Reason.mislabelled, f"begins as {kind_of(content) or 'no PDF does'}")
    try:
        from pypdf import PdfReader
        from pypdf.errors import DependencyError, LimitReachedError, PyPdfError
    except ImportError as error:
        raise Refusal(Reason.wants_extra, "pip install 'planwerk[pdf]'") from error
    import io

    logging.getLogger("pypdf").setLevel(logging.CRITICAL)  # it tells of every oddity that it gets over
    try:
        reader = PdfReader(io.BytesIO(content))
        # Many a PDF is locked against changes only and opens with the empty password.
        if reader.is_encrypted and not reader.decrypt(""):
            raise Refusal(Reason.encrypted)
        pages: list[str] = []
        size = 0
        for page in reader.pages:
            pages.append(page.extract_text().replace("\f", "\n").strip("\n"))
            size += len(pages[-1])
            if size > MOST:
                raise Refusal(Reason.too_large, f"more than {MOST} characters of text")
    except DependencyError as error:
        raise Refusal(Reason.encrypted, "wants the package cryptography") from error
    except LimitReachedError as error:
        raise Refusal(Reason.hostile, _first(error)) from error
    except RecursionError as error:
        raise Refusal(Reason.hostile, "nested without end") from error
    except PyPdfError as error:
        raise Refusal(Reason.broken, _first(error)) from error
    except (ValueError, TypeError, KeyError, IndexError, AttributeError, AssertionError, OSError, OverflowError, ZeroDivisionError) as error:  # fmt: skip
        # What pypdf lets through where a file breaks its assumptions; a fault of ours would show on whole files too.
        raise Refusal(Reason.broken, f"{type(error).__name__}: {_first(error)}") from error
    empty = tuple(number for number, page in enumerate(pages, 1) if not page.strip())
    if len(empty) == len(pages):
        raise Refusal(Reason.without_text, f"{len(pages)} page{'s' * (len(pages) != 1)}")
    # Halves of characters come out of broken fonts; they cannot be written as UTF-8.
    text = "\f".join(pages).encode("utf-16", "surrogatepass").decode("utf-16", "replace")
    return Decoded(text, "text layer of PDF", len(pages), empty)


def _first(error: Exception) -> str:
    said = str(error).strip().splitlines()
    return said[0][:200] if said else type(error).__name__
