#!/usr/bin/env bash
# Takes the pictures in docs/pictures, one of each page of the console, with the browser of its tests.
set -euo pipefail

# shellcheck source=scripts/sdk.sh
. "$(dirname "$(readlink -f "${BASH_SOURCE[0]}")")/sdk.sh"
require_sdk || exit 1
build_release tests/Browser/Browser.csproj
mkdir -p "$root/docs/pictures"
exec "$dotnet" "$root/tests/Browser/bin/Release/net10.0/Cartwright.Browser.dll" \
  -noLogo -class "*PictureTests" -explicit only "$@"
