#!/usr/bin/env python3
"""test_install.py - what is installed works away from the source tree."""
import os
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import ACQUIT, ROOT  # noqa: E402


def installed_in(top):
    build = os.path.relpath(os.path.dirname(ACQUIT), ROOT)
    environment = {key: value for key, value in os.environ.items() if key not in ("MAKEFLAGS", "MFLAGS", "MAKELEVEL")}
    subprocess.run(["make", "-s", "install", "BUILD=" + build, "PREFIX=/usr", "DESTDIR=" + top], cwd=ROOT,
                   env=environment, check=True, timeout=300, stdout=subprocess.DEVNULL)
    return os.path.join(top, "usr")


def an_installed_program_finds_its_formats_and_samples():
    if os.environ.get("SANITIZED"):
        raise proof.Skip("installed once is enough")
    with tempfile.TemporaryDirectory(prefix="acquit-install-") as top:
        prefix = installed_in(top)
        program, home = os.path.join(prefix, "bin", "acquit"), os.path.join(top, "home")

        def call(*words):
            return subprocess.run([program, "--home", home, *words], cwd="/", capture_output=True, text=True,
                                  timeout=120, check=False, stdin=subprocess.DEVNULL)
        shipped = [name for name in os.listdir(os.path.join(ROOT, "formats", "csv")) if name.endswith(".profile")]
        formats = call("formats").stdout
        proof.equal([name for name in shipped if name[:-len(".profile")] not in formats], [])
        proof.equal(call("init", "--demo").returncode, 0)
        proof.equal(call("run", "--date", "2026-03-10").returncode, 1)
        proof.equal(call("verify").returncode, 0)
        assert os.path.exists(os.path.join(prefix, "share", "man", "man1", "acquit.1"))


if __name__ == "__main__":
    proof.run(globals())
