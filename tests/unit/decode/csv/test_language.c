/*
 * test_language.c - each construct of the profile language on a small table; those
 * by which several rows are one payment are in test_rows.c.
 */
#include "language.h"

static void a_value_stands_in_rows_of_any_of_several_texts(void **state)
{
	(void)state;
	expect("[x.x]\nheader = none\nrecord = $1\ndata = P\ncontrol = T|U|V\n"
	       "currency = EUR\ndate = $2\namount = $3\n"
	       "declare.total = record T|\"U\"|W $2\ncheck = file: sum(gross) == {total}\n",
	       "P,2026-03-01,1.00\nU,1.00\nV,9.00\n", "|receipt|2026-03-01|1|||EUR|\n");
	expect("[x.x]\nheader = first\ncurrency = EUR\ndate = [Day]\namount = [Sum]\n"
	       "declare.total = find Total*|Summe $2\ncheck = file: sum(gross) == {total}\n",
	       "Day,Sum\n2026-03-01,1.00\nSumme,1.00\n", "|receipt|2026-03-01|1|||EUR|\n");
}

static void a_value_that_no_row_tells_before_its_use_refuses_the_unit(void **state)
{
	const char *profile = BANK "carry.payout = find Payout $2\npayout = {payout}\n";

	(void)state;
	expect(profile, "Day,Sum,Text\n2026-03-01,1.00,x\nPayout,P1\n",
	       "|receipt|2026-03-01|1|||EUR|x\n= csv.control-missing 2\n");
	expect(profile, "Day,Sum,Text\n2026-03-01,1.00,x\n",
	       "|receipt|2026-03-01|1|||EUR|x\n= csv.control-missing 2\n");
	expect(profile, "Day,Sum,Text\nPayout,P1\n2026-03-01,1.00,x\n",
	       "|receipt|2026-03-01|1|||EUR|x\n");
	expect(BANK "carry.payout = find Payout $2\npayout = {payout} or \"none\"\n",
	       "Day,Sum,Text\n2026-03-01,1.00,x\n", "|receipt|2026-03-01|1|||EUR|x\n");
}

static void own_months_may_be_cut_short_and_one_may_begin_another(void **state)
{
	(void)state;
	expect("[x.x]\ndelimiter = ;\ncurrency = EUR\ndate = [Day] %d %b %Y\namount = [Sum]\n"
	       "text = [Text]?\nmonths = Th1|Th2|Th3|avr|mai|juin|juil|Th8|Th9|Th10|Th11|Th12\n",
	       "Day;Sum\n1 avril 2026;1\n2 avr. 2026;2\n3 juillet 2026;3\n4 Th12 2025;4\n"
	       "5 Th1 2026;5\n6 Th13 2026;6\n",
	       "|receipt|2026-04-01|1|||EUR|\n|receipt|2026-04-02|2|||EUR|\n"
	       "|receipt|2026-07-03|3|||EUR|\n|receipt|2025-12-04|4|||EUR|\n"
	       "|receipt|2026-01-05|5|||EUR|\n!|receipt||6|||EUR|\n= csv.date 7\n");
}

static void years_of_other_calendars_are_no_days(void **state)
{
	(void)state;
	expect(BANK, "Day,Sum,Text\n2569-03-01,1.00,x\n0226-03-01,1.00,x\n",
	       "!|receipt||1|||EUR|x\n!|receipt||1|||EUR|x\n= csv.date 2\n= csv.date 3\n");
}

static void one_row_makes_several_payments(void **state)
{
	(void)state;
	expect("[x.x]\ncurrency = USD\ndate = [Day]\namount = [Sale]\nid = [No]\ntype = receipt\n"
	       "also.refund = - [Refund]\nalso.refund.type = refund\n"
	       "also.fee = - [Fee]\nalso.fee.type = fee\nalso.fee.currency = [Fee Cur]\n"
	       "check = file: count() == 3\n"
	       "check = by currency: sum(net) == 0 if count(type=settlement)\n",
	       "No,Day,Sale,Refund,Fee,Fee Cur\n"
	       "1,2026-01-02,10.00,4.00,0.30,USD\n"
	       "2,2026-01-02,10.00,0.00,,\n"
	       "3,2026-01-02,,2.50,1.00,EUR\n",
	       "1|receipt|2026-01-02|10|||USD|\n"
	       "1/refund|refund|2026-01-02|-4|||USD|\n"
	       "1/fee|fee|2026-01-02|-0.3|||USD|\n"
	       "2|receipt|2026-01-02|10|||USD|\n"
	       "3/refund|refund|2026-01-02|-2.5|||USD|\n"
	       "3/fee|fee|2026-01-02|-1|||EUR|\n");
}

static void what_is_wrong_with_one_payment_of_a_row_refuses_them_all(void **state)
{
	(void)state;
	expect("[x.x]\ncurrency = USD\ndate = [Day]\namount = [Sale]\nalso.fee = - [Fee]\n"
	       "also.fee.type = [Kind] a:fee *:error\n",
	       "Day,Sale,Fee,Kind\n2026-01-02,10.00,x,a\n2026-01-03,,1.00,b\n2026-01-04,,,\n",
	       "!|receipt|2026-01-02|10|||USD|\n"
	       "!|receipt|2026-01-03||||"
	       "|\n!||2026-01-03|-1|||USD|\n!|receipt|2026-01-04||||"
	       "|\n"
	       "= csv.number 2\n= csv.type 3\n= csv.amount-missing 4\n");
}

static void a_file_may_have_several_headers(void **state)
{
	(void)state;
	expect("[x.x]\nheader = find Day|In\nheader = find Day|Sum|Side\nfooter = find Sum\n"
	       "currency = EUR\ndate = [Day]\namount = [In|Sum]\namount.sign = [Side]? C:+ D:- "
	       "\"\":+\n",
	       "Account 7\nDay,In\n2026-01-02,1.00\nSum,1.00\nanything\nSide,Sum,Day\n"
	       "D,2.00,2026-01-03\nDay,In\n2026-01-04,4.00\n",
	       "|receipt|2026-01-02|1|||EUR|\n|outgoing|2026-01-03|-2|||EUR|\n"
	       "|receipt|2026-01-04|4|||EUR|\n");
}

static void headings_are_found_in_any_of_their_spellings(void **state)
{
	(void)state;
	expect("[x.x]\ncurrency = EUR\ndate = [Booking day|Buchungstag]\namount = [Amount (EUR)]\n",
	       "Buchungstag,\"Amount\n (EUR) \"\n2026-01-02,1.00\n",
	       "|receipt|2026-01-02|1|||EUR|\n");
}

static void values_stand_in_lines_below_names_and_in_any_column(void **state)
{
	(void)state;
	expect("[x.x]\nheader = find Day|Sum\ncarry.account = line 1 $2\n"
	       "declare.total = below \"total amount\"\ncurrency = {cur}\n"
	       "carry.cur = below Currency\nclosing = find $2 End* $3\nopening = find $2 Start* "
	       "$3\n"
	       "account = {account}\ndate = [Day]\namount = [Sum]\nragged = yes\n"
	       "check.total = file: sum(gross) == {total}\n",
	       "x,DE7\ntotal amount,Currency\n3.00,SEK\nDay,Sum\n2026-01-02,1.00\n"
	       ",Start balance,10.00\n2026-01-03,2.00\n,End balance,13.00\n",
	       "|receipt|2026-01-02|1|||SEK|\n|receipt|2026-01-03|2|||SEK|\n");
	/* A name that stands among payments arms nothing: no row vanishes. */
	expect("[x.x]\nheader = find Day|Sum\ncarry.t = below Total\ncurrency = EUR\ndate = [Day]\n"
	       "amount = [Sum]\ntext = [Note]\n",
	       "Day,Sum,Note\n2026-01-02,1.00,Total\n2026-01-03,2.00,b\n",
	       "|receipt|2026-01-02|1|||EUR|Total\n|receipt|2026-01-03|2|||EUR|b\n");
}

static void a_day_that_is_told_once_holds_for_the_rows_below(void **state)
{
	(void)state;
	expect("[x.x]\ncarry.day = row [Day]\ncurrency = EUR\ndate = {day} %A %d %B %Y\n"
	       "amount = [Sum]\nskip = [Sum] \"\"\n",
	       "Day,Sum\nMonday 5 January 2026,1.00\n,2.00\nTuesday 6 January 2026,\n,3.00\n",
	       "|receipt|2026-01-05|1|||EUR|\n|receipt|2026-01-05|2|||EUR|\n"
	       "|receipt|2026-01-06|3|||EUR|\n");
}

static void types_and_flags_may_be_fixed_or_left_as_written(void **state)
{
	(void)state;
	expect("[x.x]\ncurrency = EUR\ndate = [Day]\namount = [Sum]\ntype = fee\n",
	       "Day,Sum\n2026-01-02,-1.00\n", "|fee|2026-01-02|-1|||EUR|\n");
	expect("[x.x]\ncurrency = EUR\ndate = [Day]\namount = [Sum]\n"
	       "amount.sign = [T] sale:+ back:- *:signed\n",
	       "Day,Sum,T\n2026-01-02,1.00,back\n2026-01-02,-3.00,fix\n2026-01-02,-3.00,sale\n",
	       "|outgoing|2026-01-02|-1|||EUR|\n|outgoing|2026-01-02|-3|||EUR|\n"
	       "!|receipt|2026-01-02||||"
	       "|\n= csv.sign 4\n");
	/* A plus before a colon joins nothing. */
	expect("[x.x]\ncurrency = EUR\ndate = [Day]\namount = [Sum]\namount.sign = [T] +:+ -:-\n",
	       "Day,Sum,T\n2026-01-02,1.00,+\n2026-01-02,3.00,-\n",
	       "|receipt|2026-01-02|1|||EUR|\n|outgoing|2026-01-02|-3|||EUR|\n");
}

static void an_amount_may_stand_in_another_column(void **state)
{
	(void)state;
	expect("[x.x]\ncurrency = EUR\ndate = [Day]\namount = [Sum] or [In] - [Out] or - [Cost]\n",
	       "Day,Sum,In,Out,Cost\n2026-01-02,1.00,7,8,9\n2026-01-02,,,2.00,9\n"
	       "2026-01-02,,,,3.00\n",
	       "|receipt|2026-01-02|1|||EUR|\n|outgoing|2026-01-02|-2|||EUR|\n"
	       "|outgoing|2026-01-02|-3|||EUR|\n");
}

static void a_marketplace_settlement_ties_to_the_total_in_its_first_row(void **state)
{
	(void)state;
	expect("[x.x]\ndelimiter = tab\njoin = [order] + [type]\ncarry.cur = row [currency]\n"
	       "currency = {cur}\ncarry.day = row [deposit-date]\ndate = [posted] or {day}\n"
	       "declare.total = row [total] by [settlement]\n"
	       "sum.gross = [amount]\nsum.gross.when = [amount-type] ItemPrice|other\n"
	       "sum.fee = - [amount]\nsum.fee.when = [amount-type] ItemFees\n"
	       "sum.net = [amount] - [total]\nid = [order]\npayout = [settlement]\n"
	       "type = [type] \"\":settlement Order:receipt Refund:refund other:adjustment "
	       "*:error\n"
	       "check = by payout: sum(net, type!=settlement) == {total}\n",
	       "settlement\tdeposit-date\ttotal\tcurrency\ttype\torder\tamount-"
	       "type\tamount\tposted\n"
	       "S1\t2026-02-01\t15.50\tEUR\t\t\t\t\t\n"
	       "S1\t\t\t\tOrder\tA\tItemPrice\t10.00\t2026-01-02\n"
	       "S1\t\t\t\tOrder\tA\tItemFees\t-1.50\t2026-01-02\n"
	       "S1\t\t\t\tOrder\tA\tItemPrice\t2.00\t2026-01-02\n"
	       "S1\t\t\t\tother\t\tother\t5.00\t2026-01-03\n",
	       "|settlement|2026-02-01|-15.5||-15.5|EUR|\n"
	       "A|receipt|2026-01-02|12|1.5|10.5|EUR|\n"
	       "|adjustment|2026-01-03|5||5|EUR|\n");
}

static void every_match_of_a_pattern_is_a_reference(void **state)
{
	struct aq_profiles *profiles = load(BANK "invoice = [Text] ~ /(F\\d+)/g\nid = [Day]\n");
	struct seen *seen =
		seen_text(profiles, "Day,Sum,Text\n2026-01-02,1.00,pays F12; F13 and F14\n");
	const struct aq_record *record = &seen->records[0];

	(void)state;
	assert_int_equal(record->reference_count, 5);
	assert_int_equal(record->references[3].kind, AQ_REF_INVOICE);
	assert_true(aq_slice_is(record->references[2].value, "F12"));
	assert_true(aq_slice_is(record->references[3].value, "F13"));
	assert_true(aq_slice_is(record->references[4].value, "F14"));
	seen_free(seen);
	aq_profiles_free(profiles);
}

static void the_columns_of_a_row_may_be_held_to_an_identity(void **state)
{
	(void)state;
	expect("[x.x]\ncurrency = EUR\ndate = [Day]\namount = [Net]\n"
	       "check.net = row: [Net] == [Gross] + [Cost] within 0.005\n",
	       "Day,Gross,Cost,Net\n2026-01-02,10.00,-1,9.00\n2026-01-02,10.00,,9.00\n",
	       "|receipt|2026-01-02|9|||EUR|\n!|receipt|2026-01-02|9|||EUR|\n= csv.identity 3\n");
}

static void rows_that_are_shown_only_count_where_a_check_asks_for_them(void **state)
{
	(void)state;
	expect(BANK
	       "type = [Kind] sale:receipt note:notice\ncheck = file: count(type=notice) == 1\n"
	       "check = file: count() == 1\n",
	       "Day,Sum,Text,Kind\n2026-01-02,1.00,a,sale\n2026-01-02,2.00,b,note\n",
	       "|receipt|2026-01-02|1|||EUR|a\n~|notice|2026-01-02|2|||EUR|b\n");
}

static void a_profile_may_leave_out_what_it_inherits(void **state)
{
	(void)state;
	expect("[y.y]\nmatch = header Never\ncurrency = EUR\ndate = [Day]\namount = [Sum]\n"
	       "check = file: count() == 7\nid = [No]\n"
	       "[x.x]\nlike = y.y\nwithout = match|check|id\n",
	       "Day,Sum\n2026-01-02,1.00\n", "|receipt|2026-01-02|1|||EUR|\n");
}

static void a_preamble_tells_one_bank_from_another(void **state)
{
	const char *both =
		"[a.a]\nheader = find Day|Sum\nmatch = find \"Bank A\"*\ncurrency = EUR\n"
		"date = [Day]\namount = [Sum]\n[b.b]\nlike = a.a\n"
		"match = find \"Bank B\"*\namount = - [Sum]\n";

	(void)state;
	expect(both, "Bank A of X\nDay,Sum\n2026-01-02,1.00\n", "|receipt|2026-01-02|1|||EUR|\n");
	expect(both, "Bank B\nDay,Sum\n2026-01-02,1.00\n", "|outgoing|2026-01-02|-1|||EUR|\n");
}

static void days_are_read_as_computers_and_spreadsheets_count_them(void **state)
{
	(void)state;
	expect("[x.x]\ncurrency = EUR\ndate = [Day] %E | %E.* | %Q | %a, %d %b %Y\namount = "
	       "[Sum]\n",
	       "Day,Sum\n1767312000123,1\n46024,2\n46024.75,3\n\"Fri, 2 Jan 2026\",4\n",
	       "|receipt|2026-01-02|1|||EUR|\n|receipt|2026-01-02|2|||EUR|\n"
	       "|receipt|2026-01-02|3|||EUR|\n|receipt|2026-01-02|4|||EUR|\n");
}

static void days_without_a_year_are_near_the_period_that_the_file_names(void **state)
{
	(void)state;
	expect("[x.x]\nheader = find Day|Sum\ncarry.period = find Statement* $1 ~ "
	       "/(\\d{4}-\\d\\d)/\n"
	       "until = {period} %Y-%m\ncurrency = EUR\ndate = [Day] %m/%d\namount = [Sum]\n",
	       "Statement of 2024-02\nDay,Sum\n12/29,1.00\n02/29,2.00\n",
	       "|receipt|2023-12-29|1|||EUR|\n|receipt|2024-02-29|2|||EUR|\n");
	expect("[x.x]\nheader = find Day|Sum\ncarry.period = find Statement* $1\n"
	       "until = {period} %Y-%m\ncurrency = EUR\ndate = [Day] %m/%d\namount = [Sum]\n",
	       "Statement of 2024-02\nDay,Sum\n12/29,1.00\n",
	       "!|receipt||1|||EUR|\n= csv.date 3\n");
}

static void a_value_that_must_be_unique_refuses_its_second_row(void **state)
{
	(void)state;
	expect("[x.x]\ncurrency = EUR\ndate = [Day]\namount = [Sum]\nunique = [A] + [B]\n",
	       "A,B,Day,Sum\n1,a,2026-01-02,1.00\n1,b,2026-01-02,2.00\n1,a,2026-01-02,1.00\n"
	       ",,2026-01-02,3.00\n,,2026-01-02,3.00\n",
	       "|receipt|2026-01-02|1|||EUR|\n|receipt|2026-01-02|2|||EUR|\n"
	       "!|receipt|2026-01-02|1|||EUR|\n|receipt|2026-01-02|3|||EUR|\n"
	       "|receipt|2026-01-02|3|||EUR|\n= csv.twice 4\n");
}

static void a_profile_that_reads_the_first_row_goes_before_one_that_cannot(void **state)
{
	const char *both = "[a.few]\ncurrency = EUR\ndate = [Day] %d.%m.%Y\namount = [Sum]\n"
			   "[b.many]\ncurrency = EUR\ndate = [Day] %m/%d/%Y\namount = [Sum]\n"
			   "text = [Text]\npending = [Day] pending\n";

	(void)state;
	expect(both, "Day,Sum,Text\n02.03.2026,1.00,x\n", "|receipt|2026-03-02|1|||EUR|\n");
	expect(both, "Day,Sum,Text\npending,2.00,y\n03/02/2026,1.00,x\n",
	       "~|receipt||2|||EUR|y\n|receipt|2026-03-02|1|||EUR|x\n");
	/* Without rows, or with none that anybody reads, the columns decide. */
	expect(both, "Day,Sum,Text\nsoon,1.00,x\n", "!|receipt||1|||EUR|x\n= csv.date 2\n");
}

static void balances_of_rows_prove_signs_and_that_none_is_missing(void **state)
{
	const char *profile = BANK "balance = [Balance]\npending = [Text] p\n";

	(void)state;
	expect(profile,
	       "Day,Sum,Text,Balance\n2026-01-02,1.00,a,11\n2026-01-02,9,p,\n2026-01-03,-2."
	       "00,b,9."
	       "0\n",
	       "|receipt|2026-01-02|1|||EUR|a\n~|receipt|2026-01-02|9|||EUR|p\n"
	       "|outgoing|2026-01-03|-2|||EUR|b\n");
	expect(profile, "Day,Sum,Text,Balance\n2026-01-03,-2.00,b,9\n2026-01-02,1.00,a,11\n",
	       "|outgoing|2026-01-03|-2|||EUR|b\n|receipt|2026-01-02|1|||EUR|a\n");
	expect(profile,
	       "Day,Sum,Text,Balance\n2026-01-02,1.00,a,11\n2026-01-03,2.00,b,9\n2026-01-"
	       "04,1.00,c,"
	       "10\n",
	       "|receipt|2026-01-02|1|||EUR|a\n|receipt|2026-01-03|2|||EUR|b\n"
	       "|receipt|2026-01-04|1|||EUR|c\n= csv.balance 3\n");
	/* A balance once a day proves the rows since the one before, in either direction. */
	expect(profile,
	       "Day,Sum,Text,Balance\n2026-01-02,1.00,a,11\n2026-01-03,2.00,b,\n"
	       "2026-01-03,-4.00,c,9\n",
	       "|receipt|2026-01-02|1|||EUR|a\n|receipt|2026-01-03|2|||EUR|b\n"
	       "|outgoing|2026-01-03|-4|||EUR|c\n");
	expect(profile,
	       "Day,Sum,Text,Balance\n2026-01-03,-4.00,c,9\n2026-01-03,2.00,b,\n"
	       "2026-01-02,1.00,a,11\n",
	       "|outgoing|2026-01-03|-4|||EUR|c\n|receipt|2026-01-03|2|||EUR|b\n"
	       "|receipt|2026-01-02|1|||EUR|a\n");
	/* A row that was never booked shows itself. */
	expect(profile,
	       "Day,Sum,Text,Balance\n2026-01-02,1.00,a,11\n2026-01-03,2.00,void,\n"
	       "2026-01-03,-4.00,c,7\n",
	       "|receipt|2026-01-02|1|||EUR|a\n|receipt|2026-01-03|2|||EUR|void\n"
	       "|outgoing|2026-01-03|-4|||EUR|c\n= csv.balance 4\n");
}

static void balances_are_proved_where_days_and_their_rows_run_apart(void **state)
{
	const char *profile = BANK "balance = [Balance]\npending = [Text] p\n";

	(void)state;
	/* The days one way, the rows of each the other. */
	expect(profile,
	       "Day,Sum,Text,Balance\n2026-01-03,5.00,c,13\n2026-01-03,-4.00,d,9\n"
	       "2026-01-02,1.00,a,6\n2026-01-02,2.00,b,8\n",
	       "|receipt|2026-01-03|5|||EUR|c\n|outgoing|2026-01-03|-4|||EUR|d\n"
	       "|receipt|2026-01-02|1|||EUR|a\n|receipt|2026-01-02|2|||EUR|b\n");
	expect(profile,
	       "Day,Sum,Text,Balance\n2026-01-02,2.00,b,8\n2026-01-02,1.00,a,6\n"
	       "2026-01-03,-4.00,d,9\n2026-01-03,5.00,c,13\n",
	       "|receipt|2026-01-02|2|||EUR|b\n|receipt|2026-01-02|1|||EUR|a\n"
	       "|outgoing|2026-01-03|-4|||EUR|d\n|receipt|2026-01-03|5|||EUR|c\n");
	expect(profile,
	       "Day,Sum,Text,Balance\n2026-01-03,5.00,c,13\n2026-01-03,-4.00,d,9\n"
	       "2026-01-02,1.00,a,5\n2026-01-02,2.00,b,7\n",
	       "|receipt|2026-01-03|5|||EUR|c\n|outgoing|2026-01-03|-4|||EUR|d\n"
	       "|receipt|2026-01-02|1|||EUR|a\n|receipt|2026-01-02|2|||EUR|b\n"
	       "= csv.balance 4\n");
	/* What is not read between two days leaves their order unproved. */
	expect(profile,
	       "Day,Sum,Text,Balance\n2026-01-02,1.00,a,6\n2026-01-03,2.00,b,9\n"
	       "2026-01-04,x,c,9\n",
	       "|receipt|2026-01-02|1|||EUR|a\n|receipt|2026-01-03|2|||EUR|b\n"
	       "!|receipt|2026-01-04|||||c\n= csv.number 4\n= csv.balance 3\n");
}

static void balances_move_by_what_a_fee_leaves(void **state)
{
	(void)state;
	/* A fee that leaves the account with the row belongs to its balance. */
	expect(BANK "balance = [Balance]\nalso.fee = - [Fee]\n",
	       "Day,Sum,Text,Balance,Fee\n2026-01-02,1.00,a,11,\n2026-01-03,-2.00,b,8.50,0."
	       "50\n",
	       "|receipt|2026-01-02|1|||EUR|a\n|outgoing|2026-01-03|-2|||EUR|b\n"
	       "|outgoing|2026-01-03|-0.5|||EUR|b\n");
	/* One that is kept out of the amount leaves it less, with a net beside it or without. */
	expect(BANK "balance = [Balance]\nsum.fee = - [Fee]\n",
	       "Day,Sum,Text,Balance,Fee\n2026-01-02,1.00,a,11,\n2026-01-03,5.00,b,15.50,-0."
	       "50\n2026-01-03,-2.00,c,13.40,-0.10\n",
	       "|receipt|2026-01-02|1|||EUR|a\n|receipt|2026-01-03|5|0.5||EUR|b\n"
	       "|outgoing|2026-01-03|-2|0.1||EUR|c\n");
	expect(BANK "header = find Day|Sum\nbalance = [Balance]\nsum.net = [Net]\nopening = find "
		    "Start $2\n"
		    "closing = find End $2\n",
	       "Start,10.00\nDay,Sum,Text,Balance,Net\n2026-01-02,1.00,a,10.75,0.75\n"
	       "2026-01-03,2.00,b,12.50,1.75\nEnd,12.50\n",
	       "|receipt|2026-01-02|1|0.25|0.75|EUR|a\n|receipt|2026-01-03|2|0.25|1.75|EUR|b\n");
	/* Nothing lies between gross and net in other currencies, nor where they are one. */
	expect(BANK "sum.net = [Net]\nsum.net.currency = [Cur]\n",
	       "Day,Sum,Text,Net,Cur\n2026-01-02,1.00,a,0.75,USD\n2026-01-03,2.00,b,2.00,EUR\n"
	       "2026-01-04,-2.00,c,-1.90,EUR\n",
	       "|receipt|2026-01-02|1||0.75|EUR|a\n|receipt|2026-01-03|2||2|EUR|b\n"
	       "|outgoing|2026-01-04|-2|-0.1|-1.9|EUR|c\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(a_value_stands_in_rows_of_any_of_several_texts),
		cmocka_unit_test(a_value_that_no_row_tells_before_its_use_refuses_the_unit),
		cmocka_unit_test(own_months_may_be_cut_short_and_one_may_begin_another),
		cmocka_unit_test(years_of_other_calendars_are_no_days),
		cmocka_unit_test(one_row_makes_several_payments),
		cmocka_unit_test(what_is_wrong_with_one_payment_of_a_row_refuses_them_all),
		cmocka_unit_test(a_file_may_have_several_headers),
		cmocka_unit_test(headings_are_found_in_any_of_their_spellings),
		cmocka_unit_test(values_stand_in_lines_below_names_and_in_any_column),
		cmocka_unit_test(a_day_that_is_told_once_holds_for_the_rows_below),
		cmocka_unit_test(types_and_flags_may_be_fixed_or_left_as_written),
		cmocka_unit_test(an_amount_may_stand_in_another_column),
		cmocka_unit_test(a_marketplace_settlement_ties_to_the_total_in_its_first_row),
		cmocka_unit_test(every_match_of_a_pattern_is_a_reference),
		cmocka_unit_test(the_columns_of_a_row_may_be_held_to_an_identity),
		cmocka_unit_test(rows_that_are_shown_only_count_where_a_check_asks_for_them),
		cmocka_unit_test(a_profile_may_leave_out_what_it_inherits),
		cmocka_unit_test(a_preamble_tells_one_bank_from_another),
		cmocka_unit_test(days_without_a_year_are_near_the_period_that_the_file_names),
		cmocka_unit_test(a_value_that_must_be_unique_refuses_its_second_row),
		cmocka_unit_test(a_profile_that_reads_the_first_row_goes_before_one_that_cannot),
		cmocka_unit_test(balances_of_rows_prove_signs_and_that_none_is_missing),
		cmocka_unit_test(balances_are_proved_where_days_and_their_rows_run_apart),
		cmocka_unit_test(balances_move_by_what_a_fee_leaves),
		cmocka_unit_test(days_are_read_as_computers_and_spreadsheets_count_them),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
