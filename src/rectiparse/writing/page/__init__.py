"""The review page: source beside ledger, in one HTML file that loads nothing and sends nothing."""

from rectiparse.writing.page.rendering import diff_page, review_page
from rectiparse.writing.page.review import Review

__all__ = ["Review", "diff_page", "review_page"]
