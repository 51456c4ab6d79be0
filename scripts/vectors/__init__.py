"""Makers of the test vectors; what a real tool can say is asked of the real tool."""
