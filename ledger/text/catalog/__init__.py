"""Catalogues: one module an area, each a dictionary ``MESSAGES``."""
