"""The spelling of all that a reader sees, in both languages: ``python -m tests.spelling [LESSON ...]``."""
