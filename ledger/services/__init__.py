"""What people do, one module each; services take ports and core, and never import adapters or each other."""
