"""Alembic's steps from one layout to the next. A step that has shipped is never edited."""
