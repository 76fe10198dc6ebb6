#!/bin/sh
# Makes a virtual environment in $1, with Python and the certificate authorities from the distribution where missing.
set -eu
venv=$1
bundle=/etc/ssl/certs/ca-certificates.crt
before=$(mktemp)
if [ -s "$bundle" ]; then cp "$bundle" "$before"; fi

# A root image that has both needs no package mirror.
if ! python3 -c 'import ensurepip, venv' 2>/dev/null || ! command -v update-ca-certificates >/dev/null; then
    export DEBIAN_FRONTEND=noninteractive
    apt-get update
    apt-get install -y --no-install-recommends ca-certificates python3 python3-venv
    rm -rf /var/lib/apt/lists/*
fi

# Debian writes the bundle anew whenever ca-certificates is configured, from the folders it knows: an authority that
# was only appended to the bundle is lost then, here or in any image built on this one.
python3 "$(dirname "$0")/keep_certificates.py" "$before" /usr/share/ca-certificates /usr/local/share/ca-certificates
update-ca-certificates
rm "$before"

python3 -m venv "$venv"
