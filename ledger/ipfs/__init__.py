"""Content kept by an IPFS node: the only importer of ipfshttpclient."""
