"""The command line: translates, holds no rule of the domain."""
