"""Files on this machine: digests of what a user names, and the embedded content-addressed store."""
