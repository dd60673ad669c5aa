#!/usr/bin/python3
"""Foreign WebSocket echo servers, to test the tester: peers.json says what each is and needs.

  peers.py list                 name, version, path and notes of each peer
  peers.py version NAME         the version that start would run
  peers.py build NAME           build it (start does so too, when its sources are newer)
  peers.py start NAME PORT      become that server on 127.0.0.1:PORT; it prints a line when ready

start replaces this process, so SIGTERM to it ends the server; SIGALRM ends it after
WSPROOF_PEER_LIFETIME seconds (900), come what may. Exit 2: usage; 3: something is missing.
"""

import argparse
import fcntl
import json
import os
import pathlib
import shutil
import signal
import subprocess
import sys

HERE = pathlib.Path(__file__).resolve().parent
BUILD = pathlib.Path(os.environ.get("WSPROOF_INTEROP_BUILD", HERE.parents[1] / "build/interop"))
PEERS = json.loads((HERE / "peers.json").read_text())


def cannot(why):
    print(f"peers: {why}", file=sys.stderr)
    sys.exit(3)


def find(name):
    for peer in PEERS:
        if peer["name"] == name:
            return peer
    print(f"peers: no peer {name!r}; there are {' '.join(p['name'] for p in PEERS)}", file=sys.stderr)
    sys.exit(2)


def debian_version(package):
    """The installed version, or None."""
    query = ["dpkg-query", "-W", "-f", "${db:Status-Status} ${Version}", package]
    answer = subprocess.run(query, capture_output=True, text=True)
    status, _, version = answer.stdout.partition(" ")
    return version if answer.returncode == 0 and status == "installed" else None


def npm_version(package):
    """The version in the build directory, or the one that would be put there."""
    installed = BUILD / "npm/node_modules" / package / "package.json"
    if installed.exists():
        return json.loads(installed.read_text())["version"]
    lock = json.loads((HERE / "peers/package-lock.json").read_text())
    return lock["packages"][f"node_modules/{package}"]["version"]


def version(peer):
    (kind, package), = peer["version"].items()
    return npm_version(package) if kind == "npm" else debian_version(package) or "not installed"


def require(peer):
    for package in peer["packages"]:
        if debian_version(package) is None:
            cannot(f"{peer['name']} needs the Debian package {package}: apt-get install {package}")
    for command, package in peer.get("commands", {}).items():
        if shutil.which(command) is None:
            cannot(f"{peer['name']} needs {command}: apt-get install {package}")


def filled(peer, words, port=None):
    values = {"peers": HERE / "peers", "build": BUILD, "port": port, "output": BUILD / peer["name"]}
    return [word.format(**values) for word in words]


def inputs(peer):
    sources = [HERE / "peers.json", *(HERE / "peers" / name for name in peer.get("copies", []))]
    return sources + [pathlib.Path(word) for word in filled(peer, peer["build"]) if word.startswith(str(HERE))]


def build(peer):
    """Runs the peer's build command unless its stamp is newer than all it is made from."""
    require(peer)
    if "build" not in peer:
        return
    BUILD.mkdir(parents=True, exist_ok=True)
    stamp = BUILD / f"{peer['name']}.stamp"
    with open(BUILD / f"{peer['name']}.lock", "w") as lock:  # two starts at once build it once
        fcntl.flock(lock, fcntl.LOCK_EX)
        newest = max(path.stat().st_mtime for path in inputs(peer))
        if stamp.exists() and stamp.stat().st_mtime >= newest:
            return
        (BUILD / "npm").mkdir(exist_ok=True)
        for name in peer.get("copies", []):
            shutil.copy(HERE / "peers" / name, BUILD / "npm" / name)
        if subprocess.run(filled(peer, peer["build"]), stdout=sys.stderr).returncode != 0:
            made_from = peer["packages"] or [f"npm package {peer['library']}"]
            cannot(f"{peer['name']} could not be built; it needs {', '.join(made_from)}")
        stamp.touch()


def start(peer, port):
    build(peer)
    for name, value in peer.get("environment", {}).items():
        os.environ[name], = filled(peer, [value])
    words = filled(peer, peer["start"], port)
    signal.alarm(int(os.environ.get("WSPROOF_PEER_LIFETIME", "900")))  # survives exec
    os.execvp(words[0], words)


def main():
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    verbs = parser.add_subparsers(dest="verb", required=True)
    verbs.add_parser("list")
    for verb in ("version", "build", "start"):
        verbs.add_parser(verb).add_argument("name")
    verbs.choices["start"].add_argument("port", type=int)
    arguments = parser.parse_args()

    if arguments.verb == "list":
        for peer in PEERS:
            print(f"{peer['name']:16} {version(peer):22} {peer['path']}  {peer['notes']}")
        return
    peer = find(arguments.name)
    if arguments.verb == "version":
        print(version(peer))
    elif arguments.verb == "build":
        build(peer)
    else:
        start(peer, arguments.port)


if __name__ == "__main__":
    main()
