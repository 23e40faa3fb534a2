"""What is measured with is tried in the thorough run alone, and only then imported: solvers of others, and peers."""

from pathlib import Path

from tests.thorough import IS_THOROUGH

ALWAYS = ("test_acts", "test_mutations")
"""What tries the product itself."""

collect_ignore = (
    [] if IS_THOROUGH else [path.name for path in Path(__file__).parent.glob("test_*.py") if path.stem not in ALWAYS]
)
