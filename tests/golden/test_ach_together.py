#!/usr/bin/env python3
"""test_ach_together.py - several ACH files in one: each stands or falls alone.

A mailbox puts together what others sent. A file in it that does not prove itself
must not keep the others from being posted, nor be posted in part.
"""
import os
import sys
from decimal import Decimal

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import ach  # noqa: E402
import proof  # noqa: E402
from audit import Audit  # noqa: E402
from home import SAMPLE, Home  # noqa: E402

PAYER = "1555000111"
TRACE = 91000010000001


def lines(at, count=2, fill=True, batches=1):
    """A sound file of its own payments: `count` a batch, of 1.00, 1.01 ... and so on."""
    made = [ach.Batch([ach.Entry("22", 100 + each, TRACE + 1000 * at + 100 * number + each) for each in range(count)],
                      number=number, company=PAYER) for number in range(1, batches + 1)]
    found = ach.lines_of(made, modifier="ABCDEFGHIJ"[at])
    return found if fill else [line for line in found if line.strip("9")]


def at_control(found):
    return next(index for index, line in enumerate(found) if line[0] == "9" and line.strip("9"))


def with_total(found, first=43, last=55):
    """The file's credit total is not what was read."""
    at = at_control(found)
    return found[:at] + [found[at][:first] + "%012d" % 1 + found[at][last:]] + found[at + 1:]


def without_control(found):
    return found[:at_control(found)]


def taken(content, statuses=(0, 1), date="2026-03-10"):
    """files.csv's row, [(line, status)], findings; whatever happens, every entry is one row and cents tie."""
    with Home() as home:
        home.write("inbox/x.ach", content)
        home.run(date, statuses=statuses)
        (row,), payments, findings = home.rows("files"), home.rows("payments"), home.rows("findings")
        proof.equal(Audit(content).faults_of_run(home), [])
        proof.equal(home.names("rejected"), [] if row["status"] == "accepted" else sorted(
            ["x.ach.reason.txt"] + ["x.ach"] * (row["status"] == "refused")))
        home.expect(0, "verify", "--rebuild")
        return row, [(int(one["line"]), one["status"]) for one in payments], findings


def taken_loosely(content, statuses=1, date="2026-03-10"):
    """The same where what is refused holds no entry."""
    with Home() as home:
        home.write("inbox/x.ach", content)
        home.run(date, statuses=statuses)
        return home.rows("files")[0], [(int(one["line"]), one["status"]) for one in home.rows("payments")], home.rows("findings")


def statuses_of(content):
    return [status for _, status in taken(content)[1]]


def an_unsound_file_is_refused_alone_wherever_it_stands():
    sound, other, bad = lines(0), lines(1), with_total(lines(2))
    for order, want in (([sound, bad], "uurr"), ([bad, sound], "rruu"), ([sound, bad, other], "uurruu"),
                        ([bad, sound, with_total(lines(3))], "rruurr")):
        content = ach.joined(sum(order, []))
        row, payments, findings = taken(content, statuses=1)
        proof.equal("".join(status[0] for _, status in payments), want)
        proof.equal((row["status"], Decimal(row["refused_credits"]), Decimal(row["posted_credits"])),
                    ("partial", Decimal("2.01") * (want.count("r") // 2), Decimal("2.01") * (want.count("u") // 2)))
        wrong = [len(sum(order[:at], [])) + 1 + at_control(sound) for at, letter in enumerate(want[::2]) if letter == "r"]
        proof.equal([int(one["line"]) for one in findings if one["rule"] == "nacha.file-credit-total"], wrong)
        proof.equal({one["severity"] for one in findings if one["rule"] == "nacha.file-credit-total"}, {"fatal"})


def where_every_file_is_unsound_all_of_it_lies_in_rejected():
    for parts in ([with_total(lines(0))], [with_total(lines(0)), with_total(lines(1))], [without_control(lines(0)), without_control(lines(1))]):
        row, payments, _ = taken(ach.joined(sum(parts, [])), statuses=1)
        proof.equal((row["status"], payments), ("refused", []))


def a_file_without_its_control_takes_no_neighbour_along():
    one, two, three = (lines(at, fill=False) for at in range(3))
    proof.equal(statuses_of(ach.joined(without_control(one) + two + three)), ["refused"] * 2 + ["unidentified"] * 4)
    proof.equal(statuses_of(ach.joined(one + without_control(two) + three)), ["unidentified"] * 2 + ["refused"] * 2 + ["unidentified"] * 2)
    # The last one broke off.
    proof.equal(statuses_of(ach.joined(one + two + without_control(three))), ["unidentified"] * 4 + ["refused"] * 2)
    proof.equal(statuses_of(ach.joined(one + two + three[:3])), ["unidentified"] * 4 + ["refused"])
    # Nor do those whose batch broke off with it.
    proof.equal(statuses_of(ach.joined(one + two[:3] + three)), ["unidentified"] * 2 + ["refused"] + ["unidentified"] * 2)


def two_files_whose_seam_is_lost_are_both_in_doubt():
    """Without the control of the one and the header of the other nobody knows where it lies; what is around them is proved."""
    one, two, three = (lines(at, fill=False) for at in range(3))
    proof.equal(statuses_of(ach.joined(one[:-1] + two[1:] + three)), ["refused"] * 4 + ["unidentified"] * 2)
    # A header lost alone: records stand behind a control, which may be the one that is wrong.
    proof.equal(statuses_of(ach.joined(one + two[1:] + three)), ["refused"] * 4 + ["unidentified"] * 2)
    proof.equal(statuses_of(ach.joined(three + one + two[1:])), ["unidentified"] * 2 + ["refused"] * 4)
    # A control that came early leaves the rest of its file without one.
    early = one[:1] + one[-1:] + one[1:]
    proof.equal(statuses_of(ach.joined(early + three)), ["refused"] * 2 + ["unidentified"] * 2)


def a_file_without_any_payment_is_refused_alone_too():
    """A header that stands twice is a file that has nothing else: nothing is lost, and somebody must hear of it."""
    one = lines(0, fill=False)
    row, payments, findings = taken_loosely(ach.joined(one[:1] + one))
    proof.equal((row["status"], [status for _, status in payments]), ("partial", ["unidentified"] * 2))
    proof.equal([(one["rule"], one["severity"]) for one in findings if one["severity"] == "fatal"], [("nacha.file-control-missing", "fatal")])


def a_line_that_is_none_refuses_the_file_it_stands_behind():
    one, two = lines(0, fill=False), lines(1, fill=False)
    proof.equal(statuses_of(ach.joined(one + ["HELLO"] + two)), ["refused"] * 2 + ["unidentified"] * 2)
    proof.equal(statuses_of(ach.joined(["HELLO"] + one + two)), ["refused"] * 2 + ["unidentified"] * 2)
    proof.equal(statuses_of(ach.joined(one + two + ["HELLO"])), ["unidentified"] * 2 + ["refused"] * 2)


def what_a_batch_refuses_stays_with_its_batch():
    bad = lines(1, batches=2)
    at = next(index for index, line in enumerate(bad) if line[0] == "8")
    bad[at] = bad[at][:10] + "%010d" % 1 + bad[at][20:]
    row, payments, _ = taken(ach.joined(lines(0) + bad), statuses=1)
    proof.equal(([status for _, status in payments], row["status"]), (["unidentified"] * 2 + ["refused"] * 2 + ["unidentified"] * 2, "partial"))


def a_mended_file_posts_what_had_been_refused_and_nothing_twice():
    one, two, three = (lines(at, fill=False) for at in range(3))
    with Home() as home:
        home.write("inbox/x.ach", ach.joined(one + with_total(two) + three))
        home.run("2026-03-10", statuses=1)
        with open(home.at("rejected", "x.ach.reason.txt"), encoding="utf-8") as reason:
            text = reason.read()
        assert "fatal nacha.file-credit-total, line %d" % (2 * len(one)) in text, text
        os.remove(home.at("rejected", "x.ach.reason.txt"))
        home.write("inbox/x.ach", ach.joined(one + two + three))
        home.run("2026-03-11")
        proof.equal([row["status"] for row in home.rows("payments")], ["duplicate"] * 2 + ["unidentified"] * 2 + ["duplicate"] * 2)
        home.expect(0, "verify", "--rebuild")


def a_broken_copy_beside_the_sound_one_is_no_payment():
    one = lines(0, fill=False)
    proof.equal(statuses_of(ach.joined(one + with_total(one))), ["unidentified"] * 2 + ["refused"] * 2)
    proof.equal(statuses_of(ach.joined(with_total(one) + one)), ["refused"] * 2 + ["unidentified"] * 2)


def a_file_of_more_than_one_chunk_is_refused_whole_among_others():
    """Most of it was posted when its control came."""
    many = 3000 if SAMPLE else 140000
    large = ach.lines_of([ach.Batch([ach.Entry("22", 100, TRACE + 10**6 + at) for at in range(many)], company=PAYER),
                          ach.Batch([ach.Entry("22", 100, TRACE + 5 * 10**6 + at) for at in range(10)], number=2, company=PAYER)])
    found = statuses_of(ach.joined(lines(0) + with_total(large) + lines(1)))
    proof.equal((found[:2], set(found[2:-2]), len(found), found[-2:]), (["unidentified"] * 2, {"refused"}, many + 14, ["unidentified"] * 2))


def a_partners_leniency_holds_for_its_own_file():
    """`file-control-missing` of one sender is none of the other's."""
    conf = "[nacha.partner.lax]\norigin = 1555000111\nallow = file-control-missing\n"
    one = without_control(lines(0, fill=False))
    lax = [line[:13] + "1555000111" + line[23:] if line[0] == "1" else line for line in one]
    for first, want in ((one, ["refused"] * 2), (lax, ["unidentified"] * 2)):
        with Home(conf=conf) as home:
            home.write("inbox/x.ach", ach.joined(first + lines(1)))
            home.run("2026-03-10")
            proof.equal([row["status"] for row in home.rows("payments")], want + ["unidentified"] * 2)


def what_would_be_taken_is_told_before():
    with Home() as home:
        home.write("x.ach", ach.joined(lines(0) + with_total(lines(1))))
        assert "run would refuse 1 of its 2 parts" in home.expect(1, "formats", "--check", home.at("x.ach"))
        home.expect(1, "decode", "--check", home.at("x.ach"))


if __name__ == "__main__":
    proof.run(globals())
