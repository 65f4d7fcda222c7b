"""Articles on disk -> a new generation: only what is new or changed is read and embedded."""

from __future__ import annotations

import time
from collections.abc import Callable, Container, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from quoth.index.articles import ArticleCard, Skipped
from quoth.index.building import embedding_cache
from quoth.index.building.assembly import Assembly, Fresh, Kept, Model, Outcome
from quoth.index.building.discovery import absolute_roots
from quoth.index.building.embedding_cache import CachedEmbedder
from quoth.index.building.loader_process import LoaderProcess
from quoth.index.building.plan import Plan, make_plan
from quoth.index.building.report import RebuildReport
from quoth.index.embedders.base import Embedder
from quoth.index.errors import LibraryError, QuothError, UsageError
from quoth.index.loaders.paged import kept_pages
from quoth.index.loaders.paged.kept_pages import KeptPages
from quoth.index.progress import Report, with_time_left
from quoth.index.settings import IndexSettings, columns_of
from quoth.index.store.chroma_process import ChromaProcess
from quoth.index.store.local import LocalGeneration, roots_of
from quoth.index.store.manifest import content_problems
from quoth.index.store.neutral_sentences import embed_cohort
from quoth.index.store.publishing import building, live_generation


def rebuild(
    library: Path,
    paths: Sequence[str | Path],
    settings: IndexSettings,
    open_embedder: Callable[[], Embedder],
    report: Report,
    *,
    full: bool = False,
    reread: bool = False,
) -> RebuildReport:
    """Index `paths`, or what was indexed before when there are none, and publish the result.

    `open_embedder` is only called when something must be embedded. The live generation stays as
    it is unless a new one is published. With `reread` every file is read and cut into passages
    again; with `full` every passage is embedded again too.

    Raises UsageError for a path that does not exist, LibraryBusy when a rebuild is running,
    LibraryError when nothing can be indexed or written.
    """
    started = time.monotonic()
    named = absolute_roots(paths)
    with building(library) as folder:
        previous = _previous(library)
        try:
            roots = named or _roots_before(library)
            loading = LoaderProcess(
                settings.loading_seconds,
                settings.loading_megabytes,
                columns_of(settings.columns),
                KeptPages(library.absolute() / kept_pages.FOLDER, afresh=full),
            )
            with ChromaProcess() as chroma, closing(loading):
                children = _Children(chroma, loading)
                timed = with_time_left(report)
                work = _Work(folder, roots, previous, settings, open_embedder, children, timed)
                plan, outcome = work.run(library, full=full, reread=full or reread)
            embedding_cache.trim(library)
            kept_pages.trim(library)
        finally:
            if previous is not None:
                previous.close()
    return _summary(plan, outcome, time.monotonic() - started)


@dataclass(frozen=True, slots=True)
class _Children:
    """The processes of a rebuild, which start while it still looks for what else has changed."""

    chroma: ChromaProcess
    loading: LoaderProcess

    def start(self) -> None:
        self.chroma.start()
        self.loading.start()


@dataclass(frozen=True, slots=True)
class _Work:
    """What one rebuild works with."""

    folder: Path
    roots: tuple[str, ...]
    previous: LocalGeneration | None
    settings: IndexSettings
    open_embedder: Callable[[], Embedder]
    children: _Children
    report: Report

    def run(self, library: Path, *, full: bool, reread: bool) -> tuple[Plan, Outcome]:
        """Plan, and publish a generation unless the previous one is what the plan asks for.

        Raises as `rebuild` does.
        """
        previous = self.previous
        plan = self._plan(reuse=not reread and self._reusable())
        if previous is not None and self._is_up_to_date(previous, plan):
            manifest = previous.manifest
            return plan, Outcome((), plan.skipped, manifest.articles, manifest.passages, False)
        # What is kept is taken from the previous generation, as it was published.
        if previous and plan.kept and content_problems(previous.folder, previous.manifest):
            plan = self._plan(reuse=False)
        chroma = self.children.chroma
        if previous and not plan.fresh:
            model = Model(previous.manifest.model, lambda: previous.cohort)
            return plan, self._assembly(model, plan, None).run(library, self.roots, plan, chroma)
        cached = CachedEmbedder(self.open_embedder(), library, afresh=full)
        with closing(cached) as embedder:
            if previous and embedder.identity != previous.manifest.model:
                plan = self._plan(reuse=False)
            fresh = Fresh(plan.fresh, self.children.loading, embedder)
            work = self._assembly(self._model(embedder), plan, fresh)
            return plan, work.run(library, self.roots, plan, chroma)

    def _model(self, embedder: Embedder) -> Model:
        """The embedder's model, with the cohort of the previous generation where that has one."""
        previous = self.previous
        if previous and previous.manifest.model == embedder.identity:
            return Model(embedder.identity, lambda: previous.cohort)
        return Model(embedder.identity, lambda: embed_cohort(embedder))

    def _assembly(self, model: Model, plan: Plan, fresh: Fresh | None) -> Assembly:
        kept = Kept(self.previous, plan) if self.previous and plan.kept else None
        return Assembly(self.folder, self.settings, model, kept, fresh, self.report)

    def _plan(self, *, reuse: bool) -> Plan:
        plan = make_plan(
            self.roots,
            self.previous,
            reuse=reuse,
            report=self.report,
            changing=self.children.start,
            follow_links=self.settings.follow_links,
        )
        if not plan.kept and not plan.fresh:
            raise _nothing_to_index(self.roots, plan.skipped)
        return plan

    def _reusable(self) -> bool:
        if self.previous is None:
            return False
        manifest = self.previous.manifest
        made = (manifest.embedder, manifest.passage_tokens)
        return made == (self.settings.embedder, self.settings.passage_tokens)

    def _is_up_to_date(self, previous: LocalGeneration, plan: Plan) -> bool:
        return (
            not (plan.fresh or plan.renamed)
            and len(plan.kept) == len(plan.before)
            and list(plan.skipped) == previous.catalog.skipped()
            and self.roots == previous.manifest.roots
        )


def _previous(library: Path) -> LocalGeneration | None:
    """The live generation, or None where there is none that can be read."""
    folder = live_generation(library)
    try:
        return LocalGeneration(folder) if folder else None
    except (LibraryError, FileNotFoundError):
        return None


def _roots_before(library: Path) -> tuple[str, ...]:
    folder = live_generation(library)
    if folder is None:
        raise UsageError("Nothing was indexed before.", "Name files or folders: quoth rebuild PATH")
    try:
        return absolute_roots(roots_of(folder))
    except QuothError as error:
        hint = "Bring it back, or name what to index: quoth rebuild PATH"
        raise LibraryError(error.message, hint) from error


def _nothing_to_index(roots: Sequence[str], skipped: Sequence[Skipped]) -> LibraryError:
    where = ", ".join(roots)
    if not skipped:
        return LibraryError(f"There are no articles in {where}.", "Name a folder that has some.")
    first = skipped[0]
    return LibraryError(
        f"None of the {len(skipped)} files in {where} can be indexed.",
        f"For example, {first.path} {first.reason}.",
    )


def _summary(plan: Plan, outcome: Outcome, seconds: float) -> RebuildReport:
    before = {card.id: card for card in plan.before}
    after = {card.id: card for card in (*plan.kept, *outcome.read)}
    both = before.keys() & after.keys()
    # A file's only article that was read again under another name is still the file's.
    old, new = _alone(before, both), _alone(after, both)
    again = old.keys() & new.keys()
    pairs = [(before[id], after[id]) for id in both] + [(old[path], new[path]) for path in again]
    unchanged = sum(was.content_hash == now.content_hash for was, now in pairs)
    same = len(pairs)
    return RebuildReport(
        added=len(after) - same,
        changed=same - unchanged,
        removed=len(before) - same,
        unchanged=unchanged,
        renamed=sum(card.path in plan.renamed for card in plan.kept),
        skipped=outcome.skipped,
        articles=outcome.articles,
        passages=outcome.passages,
        seconds=round(seconds, 3),
        published=outcome.published,
    )


def _alone(cards: Mapping[str, ArticleCard], known: Container[str]) -> dict[str, ArticleCard]:
    """By path, the articles that are their file's only one, whose ids are not among the `known`."""
    held: dict[str, list[ArticleCard]] = {}
    for card in cards.values():
        held.setdefault(card.path, []).append(card)
    return {
        p: found[0] for p, found in held.items() if len(found) == 1 and found[0].id not in known
    }
