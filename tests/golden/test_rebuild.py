#!/usr/bin/env python3
"""test_rebuild.py - verify finds a projection that is not the journal's, and --rebuild makes it anew."""
import os
import sqlite3
import sys

sys.path.insert(0, os.path.join(os.path.dirname(os.path.abspath(__file__)), "..", "lib"))
import proof  # noqa: E402
from home import Home  # noqa: E402

DAMAGES = ("DELETE FROM open_item", "UPDATE open_item SET open = open + 1", "DELETE FROM payment_open",
           "UPDATE payment_open SET remainder = remainder - 1", "DELETE FROM ledger_balance",
           "UPDATE ledger_balance SET debit = debit + 1 WHERE debit > 0", "DELETE FROM item_allocation",
           "DELETE FROM ach_count", "UPDATE ach_count SET reason = 'R01'", "UPDATE ach_count SET count = count + 1",
           "DELETE FROM rule_count", "UPDATE rule_count SET is_undone = 1", "UPDATE rule_count SET amount = amount - 1")


def tables(home):
    store = sqlite3.connect(home.at("acquit.db"))
    found = [sorted(store.execute("SELECT * FROM " + name)) for name in
             ("open_item", "payment_open", "ledger_balance", "item_allocation", "settlement",
              "ach_count", "rule_count")]
    store.close()
    return found


def damage(home, sql):
    store = sqlite3.connect(home.at("acquit.db"))
    store.execute(sql)
    store.commit()
    store.close()


def what_is_made_from_the_journal_is_made_anew():
    with Home(demo=True) as home:
        home.run("2026-03-10")
        want = tables(home)
        for sql in DAMAGES:
            damage(home, sql)
            home.expect(6, "verify")
            home.expect(0, "verify", "--rebuild")
            proof.equal(tables(home), want, sql)
            home.expect(0, "verify")


def a_question_that_is_gone_is_not_passed_over():
    """The journal holds no questions: nobody may be told that nothing waits."""
    with Home(demo=True) as home:
        home.run("2026-03-10")
        damage(home, "DELETE FROM exception")
        for words in (("verify",), ("verify", "--rebuild")):
            done = home.call(*words)
            proof.equal(done.returncode, 6)
        assert "0 questions, and 3 were open" in done.stderr, done.stderr


if __name__ == "__main__":
    proof.run(globals())
