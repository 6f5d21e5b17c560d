#!/bin/sh
# Find a Chromium or Chrome for the browser tests; install Debian's where that is possible.
for name in chromium chromium-browser google-chrome google-chrome-stable; do
  command -v "$name" >/dev/null && exit 0
done
test -x "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome" && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Chromium for the browser tests."
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -qq -y --no-install-recommends chromium; } >/dev/null </dev/null && exit 0
fi
echo "No Chromium or Chrome is installed and none could be: the browser tests will be skipped."
