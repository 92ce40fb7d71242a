"""Which problems came back, and what became of what was promised."""

from rectiparse.comparing.matching import Comparison, Embedder, compare

__all__ = ["Comparison", "Embedder", "compare"]
