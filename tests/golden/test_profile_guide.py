#!/usr/bin/env python3
"""test_profile_guide.py - every example of formats/csv/README.md does what it says.

A block of csv, a profile and a result stand together: the profile is put into a
home's formats/, the file is decoded, and the columns of the result are compared.
"""
import csv
import io
import os
import re
import subprocess
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import ACQUIT, ROOT, Home  # noqa: E402

GUIDE = os.path.join(ROOT, "formats", "csv", "README.md")
EXAMPLE = re.compile(r"```csv\n(.*?)```\n```profile\n(.*?)```\n```result\n(.*?)```", re.S)


def examples():
    with open(GUIDE, encoding="utf-8") as text:
        return EXAMPLE.findall(text.read())


def every_example_gives_the_payments_it_shows():
    found = examples()
    assert len(found) >= 12, len(found)
    for table, profile, result in found:
        with Home() as home:
            home.write("formats/guide.profile", profile)
            home.write("example.csv", table)
            done = home.call("decode", "--clear", home.at("example.csv"))
            wanted = list(csv.reader(io.StringIO(result)))
            rows = list(csv.DictReader(io.StringIO(done.stdout)))
            proof.equal(done.stderr, "", profile)
            proof.equal([[row[name] for name in wanted[0]] for row in rows], wanted[1:], profile)


def all_examples_in_one_home_are_told_apart_and_posted():
    with Home() as home:
        names = {}
        os.makedirs(home.at("formats"), exist_ok=True)
        for number, (table, profile, _) in enumerate(examples()):
            # The last one is like another and names it again: that profile is there already.
            if "like      =" in profile:
                continue
            names["%02d.csv" % number] = re.search(r"^\[(.*)\]$", profile, re.M).group(1)
            home.write("formats/%02d.profile" % number, profile)
            home.write("inbox/%02d.csv" % number, table)
        home.run("2026-03-10")
        proof.equal({row["file"]: row["format"] for row in home.rows("files")}, names)
        proof.equal({row["status"] for row in home.rows("files")}, {"accepted"})
        home.expect(0, "verify")


def a_folder_of_formats_serves_decode_without_a_home():
    """A profile is tried before there is a home: the folder needs nothing but formats/."""
    table, profile, _ = examples()[0]
    with Home() as home:
        os.makedirs(home.at("bare", "formats"))
        home.write("bare/formats/guide.profile", profile)
        home.write("example.csv", table)
        done = subprocess.run([ACQUIT, "--home", home.at("bare"), "decode", home.at("example.csv")],
                              capture_output=True, text=True, timeout=60, check=False)
        proof.equal((done.returncode, done.stdout.count("mybank.account"), done.stderr), (0, 2, ""))


def no_block_of_the_guide_is_left_untried():
    with open(GUIDE, encoding="utf-8") as text:
        blocks = re.findall(r"^```(\w*)$", text.read(), re.M)
    proof.equal(sorted(block for block in blocks if block), sorted(["csv", "profile", "result"] * len(examples())))


if __name__ == "__main__":
    proof.run(globals())
