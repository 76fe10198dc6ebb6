#!/bin/sh
# The platform's EDK script of this name, as a door to edk: initialise the local registry: base images and, when given, the Kaapana repository.
exec "$(dirname "$(readlink -f "$0")")/edk.sh" init "$@"
