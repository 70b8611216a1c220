#!/usr/bin/env bash
# Reads the output of `elymica migrate --print` and asks squawk (https://squawkhq.com) whether a migration would lock a
# busy table or break the release that still runs. A line `-- migration <schema>/<number>` starts each migration: they
# are judged one by one, because a table that an earlier one made is in use by now.
set -euo pipefail
cd "$(dirname "$0")/.."

tools=.build/venv
folder=.build/migrations
if [[ ! -x $tools/bin/squawk ]]; then
    if ! { python3 -m venv "$tools" && "$tools/bin/pip" install --quiet --disable-pip-version-check 'squawk-cli==2.*'; } \
        >/dev/null 2>&1; then
        echo "migrations: not checked, squawk-cli could not be installed from PyPI"
        cat >/dev/null
        exit 0
    fi
fi

rm -rf "$folder"
mkdir -p "$folder"
awk -v folder="$folder" '
    /^-- migration / { name = $3; gsub(/[^A-Za-z0-9_.-]/, "-", name); file = folder "/" name ".sql" }
    file != "" { print > file }
' -
shopt -s nullglob
files=("$folder"/*.sql)
((${#files[@]} > 0)) || {
    echo "migrations: no line '-- migration <schema>/<number>' in the input"
    exit 1
}
"$tools/bin/squawk" --config Scripts/squawk.toml "${files[@]}"
echo "migrations: ${#files[@]} checked"
