/*
 * night.h - a small night with a little of everything, in six languages.
 */
#ifndef TEST_REPORT_NIGHT_H
#define TEST_REPORT_NIGHT_H

#include "world.h"

#define BANK	world_account(AQ_ACCOUNT_BANK, "SE4550000000058398257466")
#define GATEWAY world_account(AQ_ACCOUNT_CLEARING, "stripe")

static inline void night_items(struct world *world)
{
	struct aq_customer *sokha =
		world_customer(world, "C-1001",
			       "\xE1\x9E\x9F\xE1\x9E\xBB\xE1\x9E\x81\xE1\x9E\xB6 "
			       "\xE1\x9E\x85\xE1\x9E\xB6\xE1\x9E\x93\xE1\x9F\x8B");
	struct aq_customer *asa = world_customer(world, "C-1002", "\xC3\x85sa Lindstr\xC3\xB6m AB");
	struct aq_customer *nguyen = world_customer(
		world, "C-1003", "Nguy\xE1\xBB\x85n Th\xE1\xBB\x8B \xC3\x81nh Nguy\xE1\xBB\x87t");
	struct aq_customer *ivanova =
		world_customer(world, "C-1004",
			       "\xD0\x95\xD0\xBA\xD0\xB0\xD1\x82\xD0\xB5\xD1\x80\xD0\xB8\xD0\xBD"
			       "\xD0\xB0 \xD0\x98\xD0\xB2\xD0\xB0\xD0\xBD\xD0\xBE\xD0\xB2\xD0\xB0");

	world_invoice(world, sokha, "F2026-10234", 125000, USD);
	world_invoice(world, asa, "F2026-10235", 980050, SEK);
	world_invoice(world, nguyen, "F2026-10236", 43210, USD);
	world_invoice(world, nguyen, "F2026-10237", 43210, USD);
	world_invoice(world, ivanova, "F2026-10238", 1234567, USD);
}

static inline void night_payments(struct world *world)
{
	struct aq_item *items = world->items;
	struct aq_customer *who = world->customers;
	struct aq_payment_line *payment;

	payment =
		world_receive(world, (struct world_receipt){1, 14, who[0].name.start, "F2026-10234",
							    "AS-1", 122500, USD, BANK, 0});
	world_apply(world, payment,
		    (struct world_share){&items[0], &who[0], 122500, 2500, AQ_RULE_INVOICE, 0,
					 "invoice_no F2026-10234 in remittance at 5; amount equals "
					 "open less the discount in time"},
		    AQ_PAYMENT_APPLIED);
	payment = world_receive(world,
				(struct world_receipt){3, 2, who[1].name.start, "OCR 98765432103",
						       "ch_1", 980050, SEK, GATEWAY, 14200});
	world_apply(world, payment,
		    (struct world_share){&items[1], &who[1], 980050, 0, AQ_RULE_STRUCTURED, 0,
					 "reference 98765432103; amount equals open"},
		    AQ_PAYMENT_APPLIED);
	payment = world_receive(world, (struct world_receipt){1, 31, who[2].name.start, "", "AS-2",
							      43210, USD, BANK, 0});
	world_apply(world, payment,
		    (struct world_share){NULL, &who[2], 43210, 0, AQ_RULE_NONE, AQ_BUCKET_UNAPPLIED,
					 "two items fit"},
		    AQ_PAYMENT_UNAPPLIED);
	world_ask(world, payment, AQ_AMBIGUOUS_ITEMS,
		  "F2026-10236 and F2026-10237 are both open by 432.10 USD, and nothing tells "
		  "which is meant",
		  "invoice:F2026-10236 (amount equals open); invoice:F2026-10237 (amount equals "
		  "open)");
	payment = world_receive(
		world, (struct world_receipt){1, 47, "=HYPERLINK(\"http://x\",\"y\") <b>bold</b>",
					      "thanks", "AS-3", 9900, USD, BANK, 0});
	world_ask(world, payment, AQ_UNKNOWN_PAYER,
		  "no number, account or name of this payment is known", "");
}

static inline void night_more_payments(struct world *world)
{
	struct aq_customer *who = world->customers;
	struct aq_payment_line *payment;

	payment = world_receive(
		world, (struct world_receipt){
			       2, 5,
			       "\xE1\x9E\x9C\xE1\x9E\xB7\xE1\x9E\x87\xE1\x9F\x92\xE1\x9E\x87\xE1"
			       "\x9E\xB6 \xE1\x9E\x9F\xE1\x9F\x92\xE1\x9E\x9A\xE1\x9E\xB8",
			       "C-1001", "091000010000007", 2000, USD,
			       world_account(AQ_ACCOUNT_CLEARING, "ach:1234567890"), 0});
	world_apply(
		world, payment,
		(struct world_share){NULL, &who[0], 2000, 0, AQ_RULE_TOP_UP, AQ_BUCKET_ON_ACCOUNT,
				     "customer_no C-1001 in field individual-id; nothing is open"},
		AQ_PAYMENT_ON_ACCOUNT);
	payment = world_receive(world, (struct world_receipt){1, 63, who[3].name.start, "", "AS-4",
							      700000, USD, BANK, 0});
	world_ask(world, payment, AQ_POSSIBLE_DUPLICATE,
		  "an equal row came in an earlier file, and no bank id tells them apart", "");
	payment->status = AQ_PAYMENT_POSSIBLE_DUPLICATE;
	world_row(world,
		  (struct world_receipt){1, 80, who[0].name.start, "F2026-10234", "AS-1", 122500,
					 USD, BANK, 0},
		  AQ_PAYMENT_DUPLICATE, AQ_TALLY_DUPLICATE);
	world_row(world,
		  (struct world_receipt){2, 9,
					 "RTL\xE2\x80\xAE"
					 "evil",
					 "+123", "091000010000008", 5500, USD, BANK, 0},
		  AQ_PAYMENT_REFUSED, AQ_TALLY_REFUSED);
}

static inline void night_rest(struct world *world)
{
	world->files[2].file.status = AQ_FILE_PARTIAL;
	world->files[2].file.reason_code = AQ_DIRECTION_UNKNOWN;
	world->files[2].file.reason = AQ_SLICE("batch 2 is refused: its company is not listed");
	world->files[2].errors = 1;
	world->findings[world->findings_count++] = (struct aq_finding_line){
		.file_no = 42,
		.file = world->files[2].file.name,
		.finding = {.code = AQ_DIRECTION_UNKNOWN,
			    .at = {.line = 9, .column = 40},
			    .record = AQ_SLICE("batch header"),
			    .field = AQ_SLICE("Company Identification"),
			    .value = AQ_SLICE("9876543210"),
			    .message = AQ_SLICE("company 9876543210 is not one of ours")}};
	world->settlements[world->settlements_count++] =
		(struct aq_settlement_line){.settlement = {.source = AQ_SLICE("stripe"),
							   .settlement_id = AQ_SLICE("po_1"),
							   .currency = SEK,
							   .settled_on = world->run.business_date,
							   .gross = 980050,
							   .fees = 14200,
							   .net = 965850},
					    .status = AQ_SETTLEMENT_AWAITING};
}

static inline void night_make(struct world *world)
{
	world_open(world);
	night_items(world);
	night_payments(world);
	night_more_payments(world);
	night_rest(world);
	world_close(world);
}

#endif
