"""The pages of a release: from the start page everything that a page links to, until there is nothing new."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import dropwhile

from planwerk.publishing.addresses import Paths, Relative
from planwerk.questions import Question, fill, questions
from planwerk.site.findings import finding_page
from planwerk.site.frame import AREAS, Place, assets, render
from planwerk.site.grid import grid_of
from planwerk.site.kinds import KINDS
from planwerk.site.links import Target
from planwerk.site.ontology import ontology_page
from planwerk.site.overview import map_page, start_page
from planwerk.site.papertext import text_page
from planwerk.site.registers import export, register_page, report_page, to_file
from planwerk.site.seen import Seen
from planwerk.site.things import index_page, thing_page
from planwerk.views.reports import answer_table
from planwerk.views.table import Table

READERS = {"planner": ("Planung", "Planning"), "researcher": ("Forschung", "Research"), "presenter": ("Vortrag", "Presenting")}  # fmt: skip


class Site:
    """All pages and files of a release in both languages; :meth:`files` yields each once."""

    def __init__(self, seen: dict[str, Seen]) -> None:
        self._seen = seen
        any_seen = next(iter(seen.values()))
        self._workspace = any_seen.city.workspace
        self.paths = Paths(self._workspace.base)
        self._questions = questions(self._workspace.folder)

    def links(self, lang: str, here: Target) -> Relative:
        """Give the links of a page that lies where the target says."""
        return Relative(self.paths, lang, here)

    def files(self) -> Iterator[tuple[str, bytes]]:
        """Yield the path and content of every page and file that can be reached from the start pages."""
        roots = [Target(page, about) for page, about, *_ in AREAS] + [Target("index", kind) for kind in KINDS]
        roots += [Target("query", choice={"question": name}) for name in self._questions]
        waiting = [(path, root, lang) for lang in self._seen for root in roots if (path := self.paths.of(root, lang))]
        met = {path for path, *_ in waiting}
        while waiting:
            path, target, lang = waiting.pop()
            if target.page in ("void", "release"):  # written by whoever writes the release
                continue
            links = self.links(lang, target)
            yield path, self._content(target, self._seen[lang], links)
            new = [(path, one, lang) for path, one, lang in links.wanted() if path not in met]
            met |= {path for path, *_ in new}
            waiting += new

    def _content(self, target: Target, seen: Seen, links: Relative) -> bytes:
        match target.page:
            case "asset":
                return assets()[target.about]
            case "ontology":
                return ontology_page(seen, links).encode()
            case "export" if target.about.startswith("answers/"):
                asked = self._questions[target.about.removeprefix("answers/")]
                return to_file(answer_of(asked, seen), "csv")
            case "export":
                return export(seen, target.about, {}, target.choice.get("form", "csv"))
        return self._page(target, seen, links).encode()

    def _page(self, target: Target, seen: Seen, links: Relative) -> str:
        match target.page:
            case "start":
                return start_page(seen, links)
            case "control" | "gaps" | "plans":
                return register_page(seen, links, target.page)
            case "report":
                return report_page(seen, links)
            case "map":
                return map_page(seen, links)
            case "index":
                return index_page(seen, links, target.about)
            case "thing":
                return thing_page(seen, links, target.about)
            case "text":
                return text_page(seen, links, target.about)
            case "finding":
                return finding_page(seen, links, target.about)
            case "query":
                asked = self._questions.get(target.choice.get("question", ""))
                return self._question(asked, seen, links) if asked else self._list(seen, links)
        raise ValueError(f"no page of a release: {target}")

    def _list(self, seen: Seen, links: Relative) -> str:
        groups: dict[str, list[tuple[str, str, str | None]]] = {}
        for name, question in self._questions.items():
            reader = READERS.get(question.audience, (question.audience, question.audience))
            entry = (
                question.title(seen.lang),
                question.question(seen.lang),
                links(Target("query", choice={"question": name})),
            )
            groups.setdefault(seen.say(*reader), []).append(entry)
        title = seen.say("Fragen und ihre Antworten", "Questions and their answers")
        return render("questions.html", seen, links, Place(Target("query")), title, groups=groups)

    def _question(self, question: Question, seen: Seen, links: Relative) -> str:
        table = answer_of(question, seen)
        iris = {
            (number, column.key): links(Target("thing", str(cell)))
            for number, row in enumerate(table.rows)
            for column, cell in zip(table.columns, row, strict=True)
            if isinstance(cell, str) and cell.startswith(self._workspace.base)
        }
        return render(
            "question.html",
            seen,
            links,
            Place(
                Target("query", choice={"question": question.id}), [(seen.say("Fragen", "Questions"), Target("query"))]
            ),
            question.title(seen.lang),
            asked=question.question(seen.lang),
            table=grid_of(table, links=iris),
            query=query_of(question, seen),
            csv=links(Target("export", f"answers/{question.id}")),
        )


def answer_of(question: Question, seen: Seen) -> Table:
    """Give the answer to a question as a table with its own headings."""
    answer = seen.city.ask(question.id, lang=seen.lang)
    return answer_table(answer, question.title(seen.lang), seen.lang, question=question)


def query_of(question: Question, seen: Seen) -> str:
    """Give the query as it was run, without its head of comments."""
    lines = question.with_parameters(fill(question, seen.city.data, seen.lang)).splitlines()
    return "\n".join(dropwhile(lambda line: line.startswith("#"), lines)).strip()
