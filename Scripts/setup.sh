#!/usr/bin/env bash
# Installs what building, testing and measuring Elymica need and this machine lacks. Says nothing when nothing is missing.
# usage: setup.sh [build] [tests] [bench]
set -euo pipefail

oldest_swift=6.2
oldest_postgres=15

say() { printf 'setup: %s\n' "$*" >&2; }
fail() {
    say "$*"
    exit 1
}

packages_for() {
    case "$1" in
        build)
            echo libpq-dev libargon2-dev libcairo2-dev libpango1.0-dev libqrencode-dev libcurl4-openssl-dev \
                libxml2-dev libhiredis-dev libmagic-dev libvips-tools zlib1g-dev libcrypt-dev fonts-noto-core util-linux \
                ca-certificates
            ;;
        tests) echo redis-server poppler-utils python3-venv openssl ;;
        bench) echo wrk ;;
        *) fail "no group of packages is called '$1'" ;;
    esac
}

postgres_version() {
    local newest=0 folder
    for folder in /usr/lib/postgresql/*/; do
        [[ $folder =~ /([0-9]+)/$ && -x ${folder}bin/postgres ]] || continue
        ((BASH_REMATCH[1] > newest)) && newest=${BASH_REMATCH[1]}
    done
    echo "$newest"
}

missing_packages() {
    local wanted group installed
    wanted=()
    for group in "$@"; do
        read -r -a names <<<"$(packages_for "$group")"
        wanted+=("${names[@]}")
    done
    # Exits with 1 when dpkg has never heard of a package, and still lists the others.
    installed=$(dpkg-query --show --showformat '${db:Status-Status} ${Package}\n' "${wanted[@]}" 2>/dev/null || true)
    for name in "${wanted[@]}"; do
        grep -qx "installed $name" <<<"$installed" || echo "$name"
    done
    (($(postgres_version) >= oldest_postgres)) || echo postgresql
}

check_swift() {
    command -v swift >/dev/null || fail "Swift is not installed: https://www.swift.org/install/linux/"
    local version
    version=$(swift --version 2>/dev/null | sed -nE 's/.*Swift version ([0-9]+\.[0-9]+).*/\1/p' | head -n 1)
    [[ $(printf '%s\n' "$oldest_swift" "$version" | sort --version-sort | head -n 1) == "$oldest_swift" ]] ||
        fail "Swift $oldest_swift or newer is needed, this is ${version:-of unknown version}: https://www.swift.org/install/linux/"
}

# Debian's package would otherwise start a cluster of its own, which nothing here uses.
keep_postgres_from_starting() {
    "$@" mkdir -p /etc/postgresql-common
    if [[ -f /etc/postgresql-common/createcluster.conf ]]; then
        grep -qE '^create_main_cluster *=' /etc/postgresql-common/createcluster.conf && return
    fi
    echo 'create_main_cluster = false' | "$@" tee -a /etc/postgresql-common/createcluster.conf >/dev/null
}

install_packages() {
    local as_root=()
    if ((EUID != 0)); then
        command -v sudo >/dev/null || fail "as root, run: apt-get install --yes $*"
        as_root=(sudo)
    fi
    say "installing $*"
    as_root+=(env DEBIAN_FRONTEND=noninteractive)
    if [[ " $* " == *" postgresql "* ]]; then keep_postgres_from_starting "${as_root[@]}"; fi
    "${as_root[@]}" apt-get update --quiet --quiet
    "${as_root[@]}" apt-get install --yes --quiet --quiet --no-install-recommends "$@" >/dev/null </dev/null ||
        fail "apt-get could not install: $*"
    local version
    version=$(postgres_version)
    ((version >= oldest_postgres)) ||
        fail "PostgreSQL $oldest_postgres or newer is needed and apt offers $version: https://www.postgresql.org/download/"
}

# What tests need from PyPI, in a folder of the build's.
# usage: install_from_pypi folder version what-fails-without package...
install_from_pypi() {
    local folder mark tests=$3
    folder=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)/.build/$1
    mark=$folder/$2
    shift 3
    [[ ! -e $mark ]] || return 0
    say "installing $*"
    python3 -m venv --clear "$folder" &&
        "$folder/bin/pip" install --quiet --retries 1 "$@" >&2 && touch "$mark" ||
        say "pip could not install $*: tests of $tests will fail"
}

main() {
    # For a system without apt, or one whose packages come from elsewhere.
    [[ -z ${ELYMICA_SKIP_SETUP:-} ]] || exit 0
    (($# > 0)) || set -- build tests
    check_swift
    if ! command -v dpkg-query >/dev/null || ! command -v apt-get >/dev/null; then
        fail "no apt here: install PostgreSQL $oldest_postgres and the libraries named in Scripts/setup.sh, then set ELYMICA_SKIP_SETUP=1"
    fi
    local group missing
    for group in "$@"; do packages_for "$group" >/dev/null; done
    mapfile -t missing < <(missing_packages "$@")
    ((${#missing[@]} == 0)) || install_packages "${missing[@]}"
    if [[ " $* " == *" tests "* ]]; then
        # A server that speaks S3 and checks signatures.
        install_from_pypi moto 5.2.5 S3 "moto[s3,iam,server]==5.2.5"
        # Clients of the tutor as people install them.
        install_from_pypi clients 1.0.4-3.57.0 "published clients" flowise==1.0.4 openai==3.57.0
    fi
}

main "$@"
