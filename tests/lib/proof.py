"""proof.py - runs a file's tests, which are functions whose names are sentences.

A module calls `proof.run(globals())`: every function that stands in it with a
name of three words or more is a test. The last line printed is the sum.
"""
import inspect
import sys
import time
import traceback


class Skip(Exception):
    """Raised with what is missing."""


def run(names):
    totals = [0, 0, 0]
    tests = [one for name, one in names.items()
             if inspect.isfunction(one) and one.__module__ == names["__name__"] and name.count("_") >= 2
             and not name.startswith("_") and not inspect.signature(one).parameters]
    wanted = sys.argv[1:]
    for test in tests:
        if wanted and test.__name__ not in wanted:
            continue
        began = time.monotonic()
        try:
            test()
            totals[0] += 1
            said = "ok"
        except Skip as missing:
            totals[2] += 1
            said = "skipped: %s" % missing
        except Exception:  # pylint: disable=broad-except
            totals[1] += 1
            said = "FAILED\n" + traceback.format_exc()
        print("%s: %s (%.1f s)" % (test.__name__, said, time.monotonic() - began), flush=True)
    print("%d passed, %d failed, %d skipped" % tuple(totals))
    sys.exit(1 if totals[1] else 0)


def equal(got, want, what=""):
    assert got == want, "%s\n  got  %r\n  want %r" % (what, got, want)
