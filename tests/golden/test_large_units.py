#!/usr/bin/env python3
"""test_large_units.py - a batch larger than what is posted at once is refused whole, and counted whole."""
import os
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import files  # noqa: E402
import proof  # noqa: E402
from home import Home  # noqa: E402

COMPANY = "1840012345"
ENTRIES = 66000  # more than the 65,536 payments that are posted at once


def batches(*sizes):
    ach = files.Ach()
    for size in sizes:
        ach.begin("PPD", "PINE COUNTY PWR", COMPANY, description="ECHECK")
        for index in range(size):
            ach.entry("27", 100 + index % 7, "C1001", "NORDWIND", account="70001001")
    return ach.text()


def cents(size):
    return sum(100 + index % 7 for index in range(size))


def wrong_hash(text, batch):
    lines = text.split("\n")
    at = [index for index, line in enumerate(lines) if line.startswith("8")][batch]
    lines[at] = lines[at][:10] + "9999999999" + lines[at][20:]
    return "\n".join(lines)


def a_home():
    home = Home(conf="[nacha]\ncompany_ids = %s\n" % COMPANY)
    home.write("open-items/customers.csv", files.table("customer_no,name", [("C1001", "Nordwind Handels GmbH")]))
    return home


def counted(home):
    row = home.rows("files")[-1]
    return (row["status"], int(row["payments"]), int(row["posted"]), int(row["duplicate"]), int(row["refused"]),
            row["refused_credits"])


def a_large_batch_that_does_not_tie_is_counted_as_refused_to_the_last_cent():
    text = batches(5, ENTRIES, 5)
    with a_home() as home:
        home.write("inbox/one.ach", wrong_hash(text, 1))
        home.run("2026-03-10")
        proof.equal(counted(home), ("partial", ENTRIES + 10, 10, 0, ENTRIES, files.money(cents(ENTRIES))))
        rows = [row for row in home.rows("payments") if row["status"] == "refused"]
        proof.equal((len(rows), len({row["line"] for row in rows}), len({row["source_id"] for row in rows})),
                    (ENTRIES, ENTRIES, ENTRIES))
        home.write("inbox/two.ach", text)
        home.run("2026-03-11")
        proof.equal(counted(home)[:5], ("accepted", ENTRIES + 10, ENTRIES, 10, 0))
        proof.equal(home.balances()["on-account", "USD"], -cents(ENTRIES) - 2 * cents(5))
        home.expect(0, "verify")


def what_follows_a_large_refused_batch_is_posted_and_a_second_one_is_refused_too():
    with a_home() as home:
        home.write("inbox/one.ach", wrong_hash(wrong_hash(batches(ENTRIES, 5, ENTRIES, 7), 0), 2))
        home.run("2026-03-10")
        proof.equal(counted(home), ("partial", 2 * ENTRIES + 12, 12, 0, 2 * ENTRIES, files.money(2 * cents(ENTRIES))))
        proof.equal(sum(row["status"] == "refused" for row in home.rows("payments")), 2 * ENTRIES)
        home.expect(0, "verify")


def a_file_of_one_large_refused_batch_is_refused_and_may_come_again():
    text = batches(ENTRIES)
    with a_home() as home:
        home.write("inbox/one.ach", wrong_hash(text, 0))
        home.run("2026-03-10")
        proof.equal(home.rows("files")[-1]["status"], "refused")
        home.write("inbox/one.ach", wrong_hash(text, 0))
        home.run("2026-03-11")
        proof.equal(home.rows("files")[-1]["status"], "refused")
        home.write("inbox/one.ach", text)
        home.run("2026-03-12")
        proof.equal(counted(home)[:5], ("accepted", ENTRIES, ENTRIES, 0, 0))
        home.expect(0, "verify")


def nothing_is_found_behind_payments_that_could_not_be_posted():
    """Decoding is ahead of posting by a chunk: what it finds there must not depend on by how much."""
    rows = ["R%d,2026-03-02,%s,USD" % (index, "1.00") for index in range(140000)]
    for index in range(1200):
        rows[index] = "R%d,2026-03-02,80000000000000.00,USD" % index
    for index in range(90000, 140000, 100):
        rows[index] = "R%d,2026-03-02,1.00,NIX" % index
    with a_home() as home:
        home.write("inbox/one.csv", "\n".join(["id,booked_on,amount,currency"] + rows) + "\n")
        home.run("2026-03-10")
        proof.equal(home.rows("files")[-1]["status"], "refused")
        with open(home.at("rejected", "one.csv.reason.txt"), encoding="utf-8") as file:
            proof.equal([line.rstrip().split(",")[0] for line in file if line.startswith(("error ", "fatal "))],
                        ["fatal base.limit"])


if __name__ == "__main__":
    proof.run(globals())
