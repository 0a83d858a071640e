# Sourced by ./start and ./test with $root set: a fit Node and npm, and the packages of the lock file.
# What stands in node_modules is compared with the lock file itself, so a pull that changes it installs again.

fail() {
  echo "$1" >&2
  exit 1
}

command -v node >/dev/null 2>&1 || fail "Node.js is missing. Install Node.js 20 or newer: https://nodejs.org"
command -v npm >/dev/null 2>&1 || fail "npm is missing. It comes with Node.js: https://nodejs.org"
major=$(node -p 'process.versions.node.split(".")[0]')
[ "$major" -ge 20 ] || fail "Node.js $(node --version) is too old. Install Node.js 20 or newer: https://nodejs.org"

# The runtime that the lock file pins; the machine's own Node only runs npm.
runtime="$root/node_modules/.bin/node"
stamp="$root/node_modules/.installed-lock.json"

if ! cmp -s "$root/package-lock.json" "$stamp" || ! [ -x "$runtime" ]; then
  echo "Installing packages…"
  log=$(mktemp)
  if ! (cd "$root" && npm ci --include=dev --loglevel=error --no-progress) >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    fail "Installing failed: see above."
  fi
  rm -f "$log"
  "$runtime" --version >/dev/null 2>&1 || fail "Installing left no Node.js in $runtime: npm must be allowed to run install scripts."
  cp "$root/package-lock.json" "$stamp"
fi
