#!/bin/sh
# The browser tests open the built sample in Chromium. This looks for one, or installs Debian's.
# Without one those tests are skipped, except in CI, where that would hide a failure.
set -eu

has_browser() {
    for name in chromium chromium-browser chrome; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

install_browser() {
    command -v apt-get >/dev/null 2>&1 || return 1
    as_root true 2>/dev/null || return 1
    echo "Installing Debian's chromium package for the browser tests ..."
    as_root apt-get -qq -o Acquire::http::Timeout=20 update >/dev/null || return 1
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends chromium fonts-liberation >/dev/null
}

if has_browser; then exit 0; fi
if install_browser && has_browser; then exit 0; fi

echo "No Chromium here, and it could not be installed: the browser tests can't run." >&2
if [ "${CI:-}" = "true" ]; then
    echo "CI must run them: install the chromium package." >&2
    exit 1
fi
echo "They are skipped. To run them, install Chromium." >&2
