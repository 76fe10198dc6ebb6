#!/bin/sh
# Creates a virtual environment in $1. Installs Python and the certificate authorities if they are missing.
set -eu
venv=$1
bundle=/etc/ssl/certs/ca-certificates.crt
before=$(mktemp)
if [ -s "$bundle" ]; then cp "$bundle" "$before"; fi

# If the root image has both, no package mirror is needed.
if ! python3 -c 'import ensurepip, venv' 2>/dev/null || ! command -v update-ca-certificates >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends ca-certificates python3 python3-venv
    rm -rf /var/lib/apt/lists/*
fi

# Debian rewrites the bundle from its own folders whenever ca-certificates is configured. An authority that was only
# appended to the bundle would be lost then, in this image or in one based on it.
python3 "$(dirname "$0")/keep_certificates.py" "$before" /usr/share/ca-certificates /usr/local/share/ca-certificates
update-ca-certificates
rm "$before"

python3 -m venv "$venv"
