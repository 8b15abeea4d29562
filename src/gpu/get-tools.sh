#!/usr/bin/env bash
# get-tools.sh [DIR]: unpacks the compilers of three GPU vendors from Debian 12's packages into DIR
# and installs nothing. DIR is $GPU_TOOLS if not given, else gradcl/gpu-tools in the user's cache.
# A folder that is complete, with the packages that this script names, is kept as it is.
#
# Packages come from the machine's own source of Debian packages, by lists of their own, since
# NVIDIA's assembler is in the section non-free. It is used to judge kernels; nothing of it is shipped.
set -euo pipefail

suite=bookworm
packages=(
  # OpenCL C to PTX. Debian 12's clang 15 is the one with libclc.
  clang-15 libclang-cpp15 libclang-common-15-dev libllvm15 libclc-15
  # PTX to machine code: ptxas and nvdisasm 11.8.
  nvidia-cuda-toolkit
  # OpenCL C to AMD's machine code. clang 15 spills on gfx1100 where 19 does not.
  clang-19 libclang-cpp19 libclang-common-19-dev libllvm19 rocm-device-libs
  # OpenCL C to Intel's machine code: ocloc.
  intel-opencl-icd libigc1 libigdfcl1 libigdgmm12
  libopencl-clang14 libclang-cpp14 libllvm14 libllvmspirvlib14
)
# Libraries of these that most machines have; fetched where they are not installed.
common=(libedit2 libbsd0 libmd0 libtinfo6 libz3-4 libxml2 libicu72 libffi8 libzstd1 liblzma5 zlib1g libstdc++6 libgcc-s1)

fail() { printf 'get-tools.sh: %s\n' "$1" >&2; exit 1; }

target=${1:-${GPU_TOOLS:-${XDG_CACHE_HOME:-$HOME/.cache}/gradcl/gpu-tools}}
case $target in /*) ;; *) target=$PWD/$target ;; esac
# The last file to be written. Java looks for it, too.
complete=complete.txt
wanted=$(printf '%s\n' "$suite" "${packages[@]}")
if [ -f "$target/$complete" ] && [ "$(sed '/=/d' "$target/$complete")" = "$wanted" ]; then
  echo "$target is complete"
  exit 0
fi
[ ! -e "$target" ] || [ -e "$target/$complete" ] || [ -z "$(ls -A "$target")" ] \
  || fail "$target holds something else; name another folder, or empty it"

for command in apt-get dpkg-deb dpkg-query; do
  command -v $command >/dev/null || fail "this needs Debian 12: there is no $command; on another system, take a container of it"
done
[ "$(dpkg --print-architecture)" = amd64 ] || fail "the compilers are for amd64, this is $(dpkg --print-architecture)"
for package in "${common[@]}"; do
  dpkg-query -W -f='${Status}' "$package" 2>/dev/null | grep -q 'ok installed' || packages+=("$package")
done

# Beside the target, so that it appears in one step.
mkdir -p "$(dirname "$target")"
work=$(mktemp -d "$target.XXXXXX")
trap 'rm -rf "$work"' EXIT
mkdir -p "$work"/{apt/lists/partial,apt/archives/partial,debs,root}
cat >"$work/apt/conf" <<CONF
Dir::State::lists "$work/apt/lists";
Dir::Cache "$work/apt";
APT::Sandbox::User "root";
Acquire::Languages "none";
CONF
repository() {
  apt-get indextargets --format '$(RELEASE) $(CODENAME) $(COMPONENT) $(REPO_URI)' 'Created-By: Packages' \
    | awk -v suite=$suite '($1 == suite || $2 == suite) && $(NF - 1) == "main" { print $NF; exit }'
}
found=$(repository)
export APT_CONFIG=$work/apt/conf
if [ -z "$found" ]; then
  # Before its first update apt names no source: a bare machine's are read into lists of our own.
  apt-get update -qq
  found=$(repository)
fi
[ -n "$found" ] || fail "no package source of this machine has $suite, section main; this needs Debian 12"
cat >"$work/apt/list.sources" <<SOURCES
Types: deb
URIs: $found
Suites: $suite
Components: main non-free
Signed-By: /usr/share/keyrings/debian-archive-keyring.gpg
SOURCES
cat >>"$work/apt/conf" <<CONF
Dir::Etc::sourcelist "$work/apt/list.sources";
Dir::Etc::sourceparts "-";
CONF
apt-get update -qq
(cd "$work/debs" && apt-get download -qq "${packages[@]}")

# Of the large packages, what is used.
unpack() {
  local deb=$1 root=$2 name paths=(.)
  name=$(basename "$deb")
  case ${name%%_*} in
    nvidia-cuda-toolkit) paths=(./usr/bin/ptxas ./usr/bin/nvdisasm) ;;
    libclc-15) paths=(./usr/lib/clc/nvptx64--nvidiacl.bc) ;;
  esac
  dpkg-deb --fsys-tarfile "$deb" | tar -x -C "$root" --no-same-owner "${paths[@]}"
}
export -f unpack
# The largest first, two at a time.
ls -S "$work"/debs/*.deb | xargs -d '\n' -P 2 -I DEB bash -euo pipefail -c 'unpack "$1" "$2"' unpack DEB "$work/root"
versions=$(for deb in "$work"/debs/*.deb; do dpkg-deb -W --showformat='${Package}=${Version}\n' "$deb"; done)
rm -rf "$work/apt" "$work/debs" "$work/root/usr/share/doc"
printf '%s\n%s\n' "$wanted" "$versions" >"$work/$complete"
chmod 755 "$work"
rm -rf "$target"
mv -T "$work" "$target"
trap - EXIT
echo "unpacked into $target: $(du -sh "$target" | cut -f1)"
