# What ./start, ./test and .ci/run need from the machine; sourced by them, with $root set.
# Everything found missing is either installed (as root, on Debian) or named with the command that installs it.

export DOTNET_CLI_TELEMETRY_OPTOUT=1 DOTNET_NOLOGO=1 DOTNET_SKIP_FIRST_TIME_EXPERIENCE=1

say() { printf "%s\n" "$@"; }
die() { printf '%s\n' "$*" >&2; exit 1; }

need_sdk() {
  command -v dotnet >/dev/null && (cd "$root" && dotnet --version >/dev/null 2>&1) && return
  die "缺少 .NET 10 SDK / the .NET 10 SDK is missing.
  Debian, Ubuntu:  apt-get install dotnet-sdk-10.0   (after adding Microsoft's package feed)
  any system:      https://dotnet.microsoft.com/download/dotnet/10.0"
}

# need_package PACKAGE WHY: installs it, without letting the distribution start what comes with it.
need_package() {
  local package=$1 why=$2
  if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null; then
    die "缺少 $package（$why），请先安装 / $package is missing ($why). Install it first:  sudo apt-get install $package"
  fi
  say "安装 $package（$why） / installing $package"
  local policy=/usr/sbin/policy-rc.d log made=
  log=$(mktemp)
  if [ ! -e "$policy" ]; then
    # Debian asks this file before a package may start its service; 101 is "no".
    printf '#!/bin/sh\nexit 101\n' >"$policy" && chmod 755 "$policy" && made=1
  fi
  local done=1
  export DEBIAN_FRONTEND=noninteractive
  apt-get install -y --no-install-recommends "$package" >"$log" 2>&1 ||
    { apt-get update >"$log" 2>&1 && apt-get install -y --no-install-recommends "$package" >>"$log" 2>&1; } || done=
  [ -n "$made" ] && rm -f "$policy"
  if [ -z "$done" ]; then
    tail -n 20 "$log" >&2
    die "无法安装 $package / $package could not be installed."
  fi
  rm -f "$log"
}

need_rabbitmq() {
  [ -n "${BISHUI_RABBITMQ:-}" ] && return
  [ -e /usr/lib/rabbitmq/bin/rabbitmq-server ] && return
  need_package rabbitmq-server "或设 BISHUI_RABBITMQ 用自己的 / or set BISHUI_RABBITMQ to use your own"
  # It was not here before, so nobody relies on its service: ours runs in its own folders, the distribution's stays off.
  if command -v systemctl >/dev/null; then systemctl disable rabbitmq-server >/dev/null 2>&1 || true; fi
}

# build PROJECT...: Release; leaves no compiler or build process behind, so that one Ctrl-C really ends everything.
build() {
  local id="bishui-$$" project result=0
  for project in "$@"; do
    dotnet build "$project" -c Release --nologo -v minimal -clp:NoSummary -nodeReuse:false -p:SharedCompilationId="$id" || { result=1; break; }
  done
  local sdk compiler
  sdk=$(cd "$root" && dotnet --version)
  compiler=$(cd "$root" && dotnet --list-sdks | sed -n "s|^$sdk \[\(.*\)\]$|\1/$sdk/Roslyn/bincore/VBCSCompiler.dll|p")
  if [ -e "$compiler" ]; then dotnet exec "$compiler" -shutdown -pipename:"$id" >/dev/null 2>&1 || true; fi
  return $result
}

# skip_reasons FILE: of a .trx file, one line a reason for which tests were skipped, with their number. What skipped tests printed is none; of a
# long reason the beginning is enough, the file has the rest.
skip_reasons() {
  local LC_ALL=C.UTF-8 longest=200 many reason
  # Each record is a tag with the text after it.
  awk -v RS='<' '
    /^UnitTestResult / { skipped = /outcome="NotExecuted"/; reason = "no reason given" }
    /^Message>/ && skipped {
      text = $0
      sub(/^Message>[ \t\r\n]*/, "", text); sub(/[\r\n].*/, "", text)
      gsub(/&#x[0-9A-Fa-f]+;/, " ", text); gsub(/&lt;/, "<", text); gsub(/&gt;/, ">", text); gsub(/&quot;/, "\"", text); gsub(/&apos;/, "\047", text); gsub(/&amp;/, "\\&", text)
      if (text != "") reason = text
    }
    /^\/UnitTestResult>/ && skipped { count[reason]++; skipped = 0 }
    END { for (reason in count) print count[reason], reason }' "$1" | sort -rn |
    while read -r many reason; do
      [ ${#reason} -le $longest ] || reason="${reason:0:$longest} …"
      say "  skipped $many: $reason"
    done
}
