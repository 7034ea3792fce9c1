#!/usr/bin/env python3
"""test_iso_shapes.py - every shape in which banks write the same few payments, decoded whole.

fixtures/iso20022/shapes/NAME.xml must decode to NAME.ref: the rows of `decode
--clear`, then one line for each finding. `--accept` writes the references
anew; read the difference before you commit it.
"""
import csv
import io
import os
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import ACQUIT, ROOT  # noqa: E402

FOLDER = os.path.join(ROOT, "fixtures", "iso20022", "shapes")


def decode(path, *options):
    done = subprocess.run([ACQUIT, "--home", "/nonexistent", "decode", *options, path], capture_output=True,
                          timeout=60, check=False, stdin=subprocess.DEVNULL)
    assert done.returncode in (0, 1), "%s: exit %d\n%s" % (path, done.returncode, done.stderr[-2000:])
    return done.stdout.decode("utf-8")


def seen(path):
    findings = csv.DictReader(io.StringIO(decode(path, "--check")))
    lines = ["%s line %s: %s %s\n" % (one["severity"], one["line"], one["rule"], one["value"]) for one in findings]
    return decode(path, "--clear") + "".join(line.replace(" \n", "\n") for line in lines)


def shapes():
    names = sorted(name[:-4] for name in os.listdir(FOLDER) if name.endswith(".xml"))
    assert len(names) > 30, "the fixtures are gone"
    return [(name, os.path.join(FOLDER, name + ".xml"), os.path.join(FOLDER, name + ".ref")) for name in names]


def every_shape_decodes_to_what_was_accepted():
    wrong = []
    for name, path, reference in shapes():
        with open(reference, encoding="utf-8", newline="") as text:
            if text.read() != seen(path):
                wrong.append(name)
    proof.equal(wrong, [], "run with --accept and read the difference")


if __name__ == "__main__":
    if "--accept" in sys.argv:
        for _, path_of, reference_of in shapes():
            with open(reference_of, "w", encoding="utf-8", newline="") as out:
                out.write(seen(path_of))
        sys.exit(0)
    proof.run(globals())
