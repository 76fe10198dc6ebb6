#!/bin/sh
# The platform's EDK script of this name, as a door to edk: build container images and push them.
exec "$(dirname "$(readlink -f "$0")")/edk.sh" build image "$@"
