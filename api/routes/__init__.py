"""Routes: each reads its request, asks the desk, and writes the answer."""
