"""Which themes can come back as which: how close two of them lie in the tree."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping
from functools import lru_cache
from typing import Final

from rectiparse.grammar.themes import Taxonomy

CHILD: Final = 0.64
PART: Final = 0.6
GRANDCHILD: Final = 0.6
SIBLING: Final = 0.4
NEAR: Final = 0.5
"""What is left of a match where the two themes are not the same, but lie that close in the tree."""
BROAD_PARENT: Final = 0.25
"""The share left of it where the theme that binds them is broad: 信访 and 政务公开 both serve the masses, no more."""

Bonds = Mapping[str, Mapping[str, float]]
"""For each theme the themes that it can come back as, itself with 1."""


@lru_cache(maxsize=8)
def bonds_of(taxonomy: Taxonomy) -> Bonds:
    """How strongly any two themes of a taxonomy are bound. Groups, the roots of the tree, bind nothing."""
    lineages = {name: taxonomy.lineage(name) for name in taxonomy.themes}
    kin: dict[str, set[str]] = {name: {name, *theme.near} for name, theme in taxonomy.themes.items()}
    for name, theme in taxonomy.themes.items():
        for other in theme.near:
            kin[other].add(name)
    families: defaultdict[str, set[str]] = defaultdict(set)  # each theme with its children and theirs
    for name, line in lineages.items():
        for upper in line[:3]:
            families[upper].add(name)
    for name, line in lineages.items():
        kin[name].update(families[name], *(families[upper] for upper in line[1:3]))
    bonds: defaultdict[str, dict[str, float]] = defaultdict(dict)
    for a in taxonomy.themes:
        for b in sorted(kin[a]):
            if (bond := _bond(taxonomy, lineages, a, b)) > 0:
                bonds[a][b] = bond
    return dict(bonds)


def _bond(taxonomy: Taxonomy, lineages: Mapping[str, tuple[str, ...]], a: str, b: str) -> float:
    if a == b:
        return 1.0
    above_a, above_b = lineages[a][1:], lineages[b][1:]
    if not above_a or not above_b:
        return 0.0
    bond = NEAR if b in taxonomy.themes[a].near or a in taxonomy.themes[b].near else 0.0
    part = taxonomy.themes[a].part or taxonomy.themes[b].part
    for upper, share in (
        (b if above_a[0] == b else a if above_b[0] == a else None, PART if part else CHILD),
        (b if b in above_a[1:2] else a if a in above_b[1:2] else None, GRANDCHILD),
        (above_a[0] if above_a[0] == above_b[0] else None, SIBLING),
    ):
        if upper is not None and taxonomy.themes[upper].parent is not None:
            bond = max(bond, share * (BROAD_PARENT if taxonomy.themes[upper].broad else 1))
    return bond
