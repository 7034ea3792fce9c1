#!/usr/bin/env python3
"""test_errno.py - a system call that fails is told, loses nothing, and is made good by the next run.

Exit 0 or 1 after a fault means that the fault did not matter: then the ledger
must be the undisturbed one. Any other exit must be a known one, never a crash.
"""
import os
import sys

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import sweep  # noqa: E402
from home import SAMPLE  # noqa: E402
import proof  # noqa: E402

POINTS = 2 if SAMPLE else 40

FAULTS = {  # what may go wrong with each
    "read": ("EIO",), "pread64": ("EIO",), "write": ("ENOSPC", "EIO"), "pwrite64": ("ENOSPC", "EIO"),
    "fsync": ("EIO",), "fdatasync": ("EIO",), "openat": ("EMFILE", "EIO"), "getdents64": ("EIO",),
    "renameat": ("EIO",), "renameat2": ("EIO",), "rename": ("EIO",), "unlinkat": ("EIO",), "unlink": ("EIO",),
    "ftruncate": ("ENOSPC",), "fallocate": ("ENOSPC",), "mkdirat": ("ENOSPC",), "symlinkat": ("EIO",),
    "linkat": ("EIO",), "mmap": ("ENOMEM",), "newfstatat": ("EIO",), "fstat": ("EIO",), "lseek": ("EIO",),
    "getrandom": ("EIO",), "fchmod": ("EPERM",),
}
KNOWN = (0, 1, 3, 4, 5, 6)
DONE_OR_AGAIN = (0, 1, 5)  # what is not read is no damage: a retry is safe


def fails_with(names, known=KNOWN):
    with sweep.Sweep() as one:
        tried = quiet = 0
        for name in names:
            calls = [call for call in one.calls if call.name == name]
            for error in FAULTS[name]:
                for call in sweep.spread(calls, POINTS):
                    where = "%s %d: %s" % (name, call.number, error)
                    one.fresh()
                    done = one.inject(call, "error=" + error)
                    assert done.returncode in known, "%s: exit %d: %s" % (where, done.returncode, done.stderr[-1500:])
                    one.nothing_is_lost(where)
                    one.recovers(where)
                    tried += 1
                    quiet += done.returncode == one.want_status
        print("  %d faults, %d of them did not matter" % (tried, quiet))


def a_read_that_fails():
    fails_with(["pread64", "getdents64"], DONE_OR_AGAIN)
    fails_with(["read", "newfstatat", "fstat", "lseek"])


def a_write_that_fails():
    fails_with(["write", "pwrite64", "ftruncate", "fallocate"])


def a_sync_that_fails():
    fails_with(["fsync", "fdatasync"])


def a_name_that_cannot_be_made_or_moved():
    fails_with(["openat", "renameat", "renameat2", "rename", "unlinkat", "unlink", "mkdirat", "symlinkat", "linkat",
                "fchmod"])


def memory_or_chance_that_runs_out():
    fails_with(["mmap", "getrandom"])


def a_report_that_either_thread_cannot_write():
    with sweep.Sweep() as one:
        for name in ("openat", "renameat"):
            for number in range(1, POINTS + 1):
                where = "reports: %s %d" % (name, number)
                one.fresh()
                done = one.inject_below("reports/%s.1" % sweep.NIGHT, name, number, "error=EIO")
                assert done.returncode in (5, one.want_status), "%s: exit %d: %s" % (where, done.returncode, done.stderr)
                assert number > 1 or done.returncode == 5, where + " was not reached"
                one.nothing_is_lost(where)
                one.recovers(where)


def open_items_whose_header_cannot_be_read_wait_for_the_next_run():
    with sweep.Sweep() as one:
        reads = [call for call in one.calls if call.name == "pread64" and "contract_no,notification_no" in call.text]
        for call in reads[:6]:
            one.fresh()
            done = one.inject(call, "error=EIO")
            assert done.returncode == 5, "%d: %s" % (done.returncode, done.stderr[-1500:])
            one.recovers("%s %d" % (call.name, call.number))


def a_file_that_may_not_be_read_stays_with_a_word_and_is_taken_later():
    with sweep.Sweep() as one:
        call = next(call for call in one.calls if call.name == "openat" and '"cash.csv"' in call.text)
        one.fresh()
        done = one.inject(call, "error=EACCES")
        proof.equal(done.returncode, 1)
        assert "cash.csv is left" in done.stderr, done.stderr[-1500:]
        one.home.run(sweep.NIGHT)
        proof.equal({row["file"] for row in one.home.rows("files")}, {"cash.csv"})
        one.home.expect(0, "verify")


if __name__ == "__main__":
    proof.run(globals())
