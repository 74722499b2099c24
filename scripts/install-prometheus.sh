#!/usr/bin/env bash
# Installs Prometheus with promtool on a Debian machine, for the tests of metrics, alerts and dashboards. It can be run
# again at any time. Its system service is not started, now or later.
set -euo pipefail

# shellcheck source=scripts/install-cluster.sh
. "$(dirname "${BASH_SOURCE[0]}")/install-cluster.sh"

if command -v prometheus >/dev/null 2>&1 && command -v promtool >/dev/null 2>&1; then exit 0; fi
if [ "$(id -u)" -ne 0 ] || ! command -v apt-get >/dev/null 2>&1; then
  say "Not here: Prometheus; on Debian: sudo apt-get update && sudo apt-get install -y prometheus"
  exit 1
fi
without_services install_debian prometheus || { say "apt-get could not install prometheus."; exit 1; }
disable_services prometheus prometheus-node-exporter
