#!/bin/sh
# Find a Dovecot for the tests of mailboxes; install Debian's where that is possible.
test -x /usr/lib/dovecot/imap && exit 0
if [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null; then
  echo "Installing Dovecot for the tests of mailboxes."
  export DEBIAN_FRONTEND=noninteractive
  { apt-get update -qq && apt-get install -qq -y --no-install-recommends dovecot-imapd; } >/dev/null </dev/null && exit 0
fi
echo "No Dovecot is installed and none could be: the tests that read a real mailbox will be skipped."
