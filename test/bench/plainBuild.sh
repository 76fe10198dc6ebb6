#!/usr/bin/env bash
# What a person without the kit runs for images: build and push each, one after the other, bases first.
# Environment: DOCKER, REGISTRY, PROJECT, VERSION, IMAGES ("name=folder ...")
set -euo pipefail

for image in $IMAGES; do
  "$DOCKER" build --quiet --tag "$REGISTRY/${image%%=*}:$VERSION" "$PROJECT/${image#*=}"
  "$DOCKER" push --quiet "$REGISTRY/${image%%=*}:$VERSION"
done
