/*
 * review_help.c - the verbs of `acquit review`, one line of use and one of meaning.
 */
#include <stdio.h>

#include "cli.h"

static const struct verb {
	const char *name, *usage, *says;
} verbs[] = {
	{"list",
	 "[--code CODE] [--customer NO] [--owner WHO] [--currency CODE] [--above AMOUNT]\n"
	 "      [--older DAYS] [--sort age|amount] [--date DAY]",
	 "the open questions with what answers them, and acts that wait for a second person"},
	{"apply", "PAYMENT TARGET[=AMOUNT]...",
	 "puts what waits of a payment on invoices, contracts, subscriptions, account:CUSTOMER; "
	 "undone by unapply"},
	{"unapply", "PAYMENT [TARGET]...",
	 "takes it off again, or off one target; never put together by a night again"},
	{"release", "PAYMENT",
	 "held or unapplied money becomes the customer's balance, a possible duplicate a payment; "
	 "undone by unapply"},
	{"refund", "PAYMENT [AMOUNT]",
	 "what waits is to be given back: refunds-payable; undone by unapply"},
	{"repay", "PAYMENT account:CUSTOMER[=AMOUNT]",
	 "what waits repays what the customer owes of returns; undone by unapply"},
	{"write-off", "INVOICE[=AMOUNT] | due:CUSTOMER/CURRENCY[=AMOUNT]",
	 "gives up what is open of an invoice, or owed of returns; undone by restore"},
	{"restore", "INVOICE | due:CUSTOMER/CURRENCY", "takes the newest write-off back"},
	{"settle", "PAYMENT SOURCE/SETTLEMENT",
	 "the bank's money is for this settlement; undone by unsettle"},
	{"difference", "PAYMENT fees|fee-tax|write-offs|reserve|interest|rounding",
	 "what the payment's settlement is open by goes to this account; undone by unsettle"},
	{"unsettle", "PAYMENT", "takes the newest difference or settlement of a payment back"},
	{"accept", "RETURN [PAYMENT | account:CUSTOMER]",
	 "a return, refund or chargeback takes this payment back in the next run, or is owed by "
	 "the customer; a line that its statement has no more is taken off; undone by reopen"},
	{"done", "PAYMENT", "closes a question without moving money; undone by reopen"},
	{"reopen", "PAYMENT", "asks again what was closed, or takes an acceptance back"},
	{"assign", "PAYMENT WHO", "gives the question to somebody"},
	{"note", "PAYMENT TEXT", "a note beside the payment"},
	{"forget", "PAYER [CUSTOMER]", "what was learned of an account or name counts no more"},
	{"approve", "PROPOSAL", "carries out what another person proposed"},
	{"withdraw", "PROPOSAL", "gives a proposal up"},
};

static void put(const struct verb *verb)
{
	printf("  %s %s\n      %s\n", verb->name, verb->usage, verb->says);
}

int help_review(const char *name)
{
	for (size_t at = 0; at < sizeof(verbs) / sizeof(verbs[0]); at++)
		if (strcmp(name, verbs[at].name) == 0) {
			printf("acquit review %s %s%s\n\n%s.\n", verbs[at].name, verbs[at].usage,
			       at > 0 ? " --by WHO --why WHY [--date DAY]" : "", verbs[at].says);
			return EXIT_DONE;
		}
	fputs("acquit review VERB ... --by WHO --why WHY [--date DAY]\n\n", stdout);
	for (size_t at = 0; at < sizeof(verbs) / sizeof(verbs[0]); at++)
		put(&verbs[at]);
	fputs("\nWho decides, and why, are kept with what was decided. PAYMENT is a payment id or "
	      "the\nid it has in its file. acquit help settings tells of limits ([review], "
	      "[person.NAME]).\n",
	      stdout);
	return EXIT_DONE;
}
