#!/bin/sh
test -f README.md || exit 1
echo checked
