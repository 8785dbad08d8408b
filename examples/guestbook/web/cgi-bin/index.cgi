#!/bin/sh
# The page for a browser: says which pod answered and lists the entries.
printf 'Content-Type: text/html; charset=utf-8\r\n\r\n'
/bin/busybox sed -e "s|@TITLE@|${TITLE:-Guestbook}|g" -e "s|@POD@|$(/bin/busybox hostname)|g" /etc/guestbook/entry-form.html
