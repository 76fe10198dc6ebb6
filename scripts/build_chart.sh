#!/bin/sh
# The platform's EDK script of this name, as a door to edk: package the chart of an extension.
exec "$(dirname "$(readlink -f "$0")")/edk.sh" build chart "$@"
