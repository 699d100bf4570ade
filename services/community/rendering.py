"""What people write, as safe HTML for pages and as plain text for email. Written in markdown."""

from collections.abc import Iterator, Sequence

import nh3
from markdown_it import MarkdownIt
from markdown_it.token import Token

ALLOWED = {"p", "br", "em", "strong", "ul", "ol", "li", "blockquote", "a", "code", "pre", "hr"} | {
    f"h{level}" for level in range(3, 7)
}
"""No pictures, no frames, nothing that runs. Headings begin below those of the page."""
SMALLEST_HEADING = 6
BELOW_THE_PAGE = 2

_markdown = MarkdownIt("commonmark", {"html": False}).disable("image")


def as_html(markdown: str) -> str:
    """Safe HTML: whatever is not known to be harmless is left out or shown as it was typed."""
    tokens = _markdown.parse(markdown)
    for token in tokens:
        if token.type in ("heading_open", "heading_close"):
            token.tag = f"h{min(int(token.tag[1:]) + BELOW_THE_PAGE, SMALLEST_HEADING)}"
    html: str = _markdown.renderer.render(tokens, _markdown.options, {})
    return nh3.clean(
        html,
        tags=ALLOWED,
        attributes={"a": {"href"}, "*": set()},
        url_schemes={"http", "https"},
        link_rel="nofollow noopener noreferrer ugc",
    )


def as_plain(markdown: str) -> str:
    """Plain text, with each link written out behind its words."""
    blocks = [_line(token, before) for before, token in _inline(_markdown.parse(markdown))]
    return "\n\n".join(block for block in blocks if block)


def _inline(tokens: Sequence[Token]) -> Iterator[tuple[str, Token]]:
    """Each piece of running text, with what stands before it (a bullet, a number)."""
    prefix = ""
    for token in tokens:
        if token.type == "list_item_open":
            prefix = f"{token.info}. " if token.info else "- "
        elif token.type == "inline":
            yield prefix, token
            prefix = ""
        elif token.type in ("fence", "code_block"):
            yield "", Token("inline", "", 0, children=[Token("text", "", 0, content=token.content.rstrip())])


def _line(token: Token, before: str) -> str:
    said, link = [before], ""
    for child in token.children or ():
        if child.type in ("text", "code_inline", "html_inline"):
            said.append(child.content)
        elif child.type in ("softbreak", "hardbreak"):
            said.append("\n")
        elif child.type == "link_open":
            link = str(child.attrGet("href") or "")
        elif child.type == "link_close" and link and link not in said[-1]:
            said.append(f" ({link})")
    return "".join(said)
