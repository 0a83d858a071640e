# Sourced by ./start after install.sh: builds the web page when there is none or its sources have changed.

web_stamp="$root/node_modules/.built-web"
web_sources=$(
  cd "$root"
  find apps/web packages/contract packages/ledger package-lock.json \
    -name node_modules -prune -o -name dist -prune -o -type f ! -name '*.test.ts*' -exec cksum {} + | LC_ALL=C sort
)

if ! [ -f "$root/apps/web/dist/index.html" ] || [ "$web_sources" != "$(cat "$web_stamp" 2>/dev/null)" ]; then
  echo "Building the web page…"
  log=$(mktemp)
  if ! (cd "$root" && NO_COLOR=1 npm run -s web:build) >"$log" 2>&1 </dev/null; then
    cat "$log" >&2
    rm -f "$log"
    fail "Building the web page failed: see above."
  fi
  rm -f "$log"
  printf '%s\n' "$web_sources" >"$web_stamp"
fi
