"""HTML papers: the words a reader would see, block by block.

Scripts, styles and comments are left out, and nothing in a page is run or fetched. A row of a table is a line with its cells
between tabs; an entry of a list begins with a hyphen.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from planwerk.sources.rejected import Reason, Refusal
from planwerk.sources.text import Decoded, decode

if TYPE_CHECKING:
    from selectolax.lexbor import LexborNode

_UNSEEN = {"script", "style", "noscript", "template", "head", "svg", "math", "iframe", "object", "select", "button", "-comment"}  # fmt: skip
_BLOCKS = {
    "address", "article", "aside", "blockquote", "body", "caption", "dd", "details", "div", "dl", "dt", "fieldset",
    "figure", "footer", "form", "h1", "h2", "h3", "h4", "h5", "h6", "header", "hr", "html", "li", "main", "nav", "ol",
    "p", "pre", "section", "table", "tbody", "tfoot", "thead", "tr", "ul",
}  # fmt: skip
_PARAGRAPHS = {"p", "h1", "h2", "h3", "h4", "h5", "h6", "table", "ul", "ol", "blockquote"}
_BREAK = "\x1e"  # the end of a block: however many end together, it is one line's end
# Elements that never hold others, or that end by themselves: they say nothing of depth.
_FLAT = {
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source", "track", "wbr",
    "p", "li", "dt", "dd", "td", "th", "tr", "tbody", "thead", "tfoot", "option", "colgroup",
}  # fmt: skip
_TAG = re.compile(r"<(/?)([a-zA-Z][a-zA-Z0-9]*)(?:[^<>]*[^<>/])?>")
MOST_DEEP = 1000  # browsers stop at about 512; building the page takes the square of the depth
_CHARSET = re.compile(rb"""<meta[^>]{0,200}?charset\s*=\s*["']?\s*([\w.:-]{2,40})""", re.I)


def extract(content: bytes) -> Decoded:
    """Take the visible text out of a page; raises Refusal where there is none or the extra is not installed."""
    try:
        from selectolax.lexbor import LexborHTMLParser
    except ImportError as error:
        raise Refusal(Reason.wants_extra, "pip install 'planwerk[extract]'") from error
    source = _decode(content)
    _refuse_deep(source.text)
    parts: list[str] = []
    root = LexborHTMLParser(source.text).root
    node: LexborNode | None = root
    # Walked by hand, without recursion: a hostile page nests a million elements.
    while node is not None:
        tag = node.tag or ""
        if tag == "-text":
            parts.append(re.sub(rf"[ \t\r\n\f{_BREAK}]+", " ", node.text_content or ""))
        elif tag not in _UNSEEN:
            parts.append(_before(tag))
            if node.child is not None:
                node = node.child
                continue
            parts.append(_after(tag))
        node = _following(node, root, parts)
    text = re.sub(
        r" *\t[ \t]*(?=\S)", "\t", re.sub(rf"[ \t]*[\n{_BREAK}][ \n{_BREAK}]*", _lines, "".join(parts))
    ).strip()
    if not text:
        raise Refusal(Reason.without_text)
    return Decoded(text + "\n", f"text of HTML in {source.encoding}")


def _refuse_deep(page: str) -> None:
    depth = 0
    for closing, tag in _TAG.findall(page):
        if tag.lower() not in _FLAT:
            depth = max(0, depth - 1) if closing else depth + 1
            if depth > MOST_DEEP:
                raise Refusal(Reason.hostile, f"elements nested more than {MOST_DEEP} deep")


def _following(node: LexborNode, root: LexborNode | None, parts: list[str]) -> LexborNode | None:
    """Give the next node that is not below this one, closing what ends on the way; None at the end of the page."""
    while node.next is None:
        above = node.parent
        if above is None or root is None or above.mem_id == root.mem_id:  # == would compare their text
            return None
        node = above
        parts.append(_after(node.tag or ""))
    return node.next


def _decode(content: bytes) -> Decoded:
    # What the bytes tell is believed before what the page claims of itself; the claim decides where they do not.
    found = decode(content)
    claimed = _CHARSET.search(content[:4096])
    if found.encoding != "windows-1252" or claimed is None:
        return found
    name = claimed[1].decode("ascii", "replace")
    try:
        return Decoded(content.decode(name), name.lower())
    except (LookupError, UnicodeError):
        return found


def _before(tag: str) -> str:
    if tag in ("br", "li"):
        return "\n" if tag == "br" else _BREAK + "- "
    return _after(tag) if tag not in ("td", "th") else ""


def _after(tag: str) -> str:
    if tag in ("td", "th"):
        return "\t"
    return "\n\n" if tag in _PARAGRAPHS else _BREAK if tag in _BLOCKS else ""


def _lines(run: re.Match[str]) -> str:
    return "\n\n" if "\n\n" in run[0].replace(_BREAK, "") else "\n"
