#!/usr/bin/env bash
# What a person without the kit runs after every edit: build, push, package, upload, install, wait. It works on a
# project whose FROM lines, versions and registry names were set by hand once (prepareProjects.ts does that).
# Environment: DOCKER, HELM, API, AUTHORIZATION (file with the header that the API needs), REGISTRY, PROJECT, CHART (name), RELEASE_JOB (name), VERSION, IMAGES ("name=folder ...")
set -euo pipefail

for image in $IMAGES; do
  "$DOCKER" build --quiet --tag "$REGISTRY/${image%%=*}:$VERSION" "$PROJECT/${image#*=}"
done
for image in $IMAGES; do
  "$DOCKER" push --quiet "$REGISTRY/${image%%=*}:$VERSION"
done

package=$(mktemp -d)
trap 'rm -rf "$package"' EXIT
"$HELM" dep up "$PROJECT/extension/$CHART"
"$HELM" package "$PROJECT/extension/$CHART" --destination "$package"
file=$CHART-$VERSION.tgz

ask() { curl --silent --header "@$AUTHORIZATION" "$@"; }

# A release that is there has to go first, with its pre-delete hook.
status() { ask --output /dev/null --write-out '%{http_code}' "$API/view-chart-status?release_name=$CHART"; }
post() { ask --show-error --fail --header 'content-type: application/json' --data "$2" "$API/$1"; }
if [ "$(status)" = 200 ]; then
  post helm-delete-chart "{\"release_name\":\"$CHART\",\"release_version\":\"$VERSION\",\"multiinstallable\":\"no\"}"
  while [ "$(status)" != 404 ]; do sleep 0.2; done
fi

id=$(ask --show-error --fail --form "filepond={\"filepath\":\"$file\"}" "$API/filepond-upload")
ask --show-error --fail --request PATCH "$API/filepond-upload?patch=$id" \
  --header "Upload-Length: $(stat --format %s "$package/$file")" --header "Upload-Name: $file" --header 'Upload-Offset: 0' \
  --header 'content-type: application/offset+octet-stream' --data-binary "@$package/$file"
post helm-install-chart "{\"name\":\"$CHART\",\"version\":\"$VERSION\",\"keywords\":[\"kaapanaworkflow\"]}" |
  grep 'Successfully installed'

# The list names the Job's pod, then its state; keys in the order in which the platform sends them.
completed="\"name\":\\[\"$RELEASE_JOB-[^]]*\\],\"ready\":\\[[^]]*\\],\"status\":\\[\"completed\"\\]"
until ask --fail "$API/extensions" | grep --quiet "$completed"; do sleep 0.2; done
