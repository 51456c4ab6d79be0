#!/bin/sh
# Lets a Kubo's API answer only those who know a secret. The image runs it before the daemon starts; on a node of
# your own, run it once and restart the daemon. Without a secret it fails, and the daemon does not start.
set -eu
if [ -z "${SONGDEED_IPFS_SECRET:-}" ]; then
  echo "SONGDEED_IPFS_SECRET is not set: write bearer:TOKEN or basic:USER:PASSWORD" >&2
  exit 1
fi
case "$SONGDEED_IPFS_SECRET" in
  bearer:?* | basic:?*) ;;
  *) echo "SONGDEED_IPFS_SECRET must begin with bearer: or basic:" >&2; exit 1 ;;
esac
case "$SONGDEED_IPFS_SECRET" in
  *[\"\\]*) echo "SONGDEED_IPFS_SECRET must not hold quotes or backslashes" >&2; exit 1 ;;
esac
ipfs config --json API.Authorizations \
  "{\"songdeed\": {\"AuthSecret\": \"$SONGDEED_IPFS_SECRET\", \"AllowedPaths\": [\"/api/v0\"]}}"
