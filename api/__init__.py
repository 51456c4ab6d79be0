"""The ledger over HTTP. An edge: it translates, and holds no rule of the domain."""
