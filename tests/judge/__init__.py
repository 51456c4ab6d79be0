"""A second verifier, written from RIGHTS.md alone, and what is held against it."""
