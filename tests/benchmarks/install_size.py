"""What installing Quoth brings: the megabytes of each direct dependency and of what it needs.

    python -m tests.benchmarks.install_size [EXTRA…]

`alone` is what nothing else of ours needs, and would go with it; `share` divides what several need
evenly between them, so that it adds up to the whole. Sizes are those of the installed files.
"""

from __future__ import annotations

import sys
from collections import Counter
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path
from tomllib import loads

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

PROJECT = Path(__file__).parents[2] / "pyproject.toml"
_LARGEST = 3  # packages that a line names


def needed(requirement: Requirement) -> set[str]:
    """The packages that a requirement installs here, its own among them."""
    found: set[tuple[str, str]] = set()
    waiting = [requirement]
    while waiting:
        asked = waiting.pop()
        name = canonicalize_name(asked.name)
        for extra in ("", *asked.extras):
            if (name, extra) in found:
                continue
            try:
                lines = distribution(name).requires or ()
            except PackageNotFoundError:
                continue  # needed on other platforms or by an older Python
            found.add((name, extra))
            for line in map(Requirement, lines):
                if line.marker is None or line.marker.evaluate({"extra": extra}):
                    waiting.append(line)
    return {name for name, _ in found}


def size(name: str) -> int:
    """Bytes of the files that a package installed."""
    files = [Path(str(file.locate())) for file in distribution(name).files or ()]
    return sum(file.stat().st_size for file in files if file.is_file())


def main() -> None:
    project = loads(PROJECT.read_text("utf-8"))["project"]
    extras = project["optional-dependencies"]
    lines = project["dependencies"] + [line for extra in sys.argv[1:] for line in extras[extra]]
    closures = {canonicalize_name(r.name): needed(r) for r in map(Requirement, lines)}
    users = Counter(name for closure in closures.values() for name in closure)
    sizes = {name: size(name) for name in users}
    rows = []
    for direct, closure in closures.items():
        own = sorted((n for n in closure if users[n] == 1), key=lambda n: -sizes[n])
        share = sum(sizes[name] / users[name] for name in closure)
        rows.append((share, sum(sizes[name] for name in own), direct, own))
    whole = sum(sizes.values())
    print(f"{whole / 1e6:.0f} MB in {len(sizes)} packages")
    print(f"{'':22} {'alone':>7} {'share':>7}        largest of its own")
    for share, alone, direct, own in sorted(rows, reverse=True):
        named = ", ".join(f"{name} {sizes[name] / 1e6:.1f}" for name in own[:_LARGEST])
        part = f"{alone / 1e6:7.1f} {share / 1e6:7.1f} {share / whole:5.1%}"
        print(f"{direct:22} {part}  {named}")


if __name__ == "__main__":
    main()
