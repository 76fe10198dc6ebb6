#!/bin/sh
# Starts edk from wherever this repository lies; the doors beside this file hand their arguments to it.
here=$(dirname "$(readlink -f "$0")")
edk=$here/../dist/edk/edk.js

if [ ! -f "$edk" ] && [ -d "$here/../node_modules/esbuild" ]; then
  node "$here/build.mjs" >&2 || exit 1
fi
if [ -f "$edk" ]; then
  exec node "$edk" "$@"
fi
if command -v edk >/dev/null 2>&1; then
  exec edk "$@"
fi
echo "edk is not built here. Run this once: npm ci --ignore-scripts && npm run build   (in $(dirname "$here"))" >&2
exit 127
