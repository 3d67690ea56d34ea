#!/bin/sh
# What some tests need beside Python: Chromium, which opens the built sample, ffmpeg, which makes
# recordings, and Pango, which sets the letters of PDFs. This looks for them, or installs Debian's.
# Without one its tests are skipped, except in CI, where that would hide a failure.
set -eu

has_browser() {
    for name in chromium chromium-browser chrome; do
        if command -v "$name" >/dev/null 2>&1; then return 0; fi
    done
    return 1
}

has_encoder() {
    command -v ffmpeg >/dev/null 2>&1 && command -v ffprobe >/dev/null 2>&1
}

has_letters() {
    ldconfig -p 2>/dev/null | grep -q libpangoft2-1.0.so.0
}

as_root() {
    if [ "$(id -u)" -eq 0 ]; then "$@"; else sudo -n "$@"; fi
}

missing() {
    has_browser || echo "chromium fonts-liberation"
    has_encoder || echo "ffmpeg"
    has_letters || echo "libpango-1.0-0 libpangoft2-1.0-0 fonts-liberation"
}

install_missing() {
    command -v apt-get >/dev/null 2>&1 || return 1
    as_root true 2>/dev/null || return 1
    echo "Installing from Debian for the tests:" $(missing)
    as_root apt-get -qq -o Acquire::http::Timeout=20 update >/dev/null || return 1
    # shellcheck disable=SC2046 # several names
    as_root env DEBIAN_FRONTEND=noninteractive \
        apt-get -qq install --yes --no-install-recommends $(missing) >/dev/null
}

[ -n "$(missing)" ] || exit 0
install_missing || true

absent=""
has_browser || absent="Chromium (the browser tests)"
has_encoder || absent="${absent:+$absent and }ffmpeg (the tests with recordings)"
has_letters || absent="${absent:+$absent and }Pango (the tests with PDFs)"
[ -n "$absent" ] || exit 0

echo "Not here, and could not be installed: $absent." >&2
if [ "${CI:-}" = "true" ]; then
    echo "CI must run those tests: install the packages chromium, ffmpeg and libpangoft2-1.0-0." >&2
    exit 1
fi
echo "Those tests are skipped. To run them, install what is missing." >&2
