/*
 * test_rows.c - rows that are one payment, and the keys by which they are told apart.
 */
#include "language.h"

static void rows_of_one_key_are_one_payment_wherever_they_stand(void **state)
{
	(void)state;
	expect("[x.x]\nheader = first\njoin = [Order] + [Kind]\ncurrency = EUR\ndate = [Day]\n"
	       "sum.gross = [Amount]\nsum.gross.when = [What] Price|Tax\nsum.fee = - [Amount]\n"
	       "sum.fee.when = [What] *Fee\nsum.net = [Amount]\nid = [Order] + [Kind]\n"
	       "type = [Kind] Order:receipt Refund:refund *:error\ntext = [What]\n"
	       "check = row: gross - fee == net\n",
	       "Order,Kind,What,Day,Amount\n"
	       "A,Order,Price,2026-01-02,10.00\n"
	       "B,Order,Price,2026-01-03,5.00\n"
	       "A,Order,Tax,2026-01-02,2.00\n"
	       "A,Order,Item Fee,2026-01-02,-1.50\n"
	       "A,Refund,Price,2026-01-04,-10.00\n",
	       "A/Order|receipt|2026-01-02|12|1.5|10.5|EUR|Price Tax Item Fee\n"
	       "B/Order|receipt|2026-01-03|5||5|EUR|Price\n"
	       "A/Refund|refund|2026-01-04|-10||-10|EUR|Price\n");
}

static void rows_of_one_payment_may_not_contradict_each_other(void **state)
{
	(void)state;
	expect("[x.x]\njoin = [Order]\ncurrency = [Cur]\ndate = [Day]\namount = [Sum]\n"
	       "payout = [Payout]\ntype = [Kind] sale:receipt back:refund cost:fee\n",
	       "Order,Cur,Day,Sum,Payout,Kind\n"
	       "A,EUR,2026-01-02,10.00,P1,sale\n"
	       "A,USD,2026-01-02,1.00,P1,sale\n"
	       "B,EUR,2026-01-02,1.00,P1,sale\n"
	       "B,EUR,2026-01-02,1.00,P2,sale\n"
	       "C,EUR,2026-01-02,1.00,P1,sale\n"
	       "C,EUR,2026-01-02,1.00,P1,back\n"
	       "D,EUR,2026-01-02,9.00,P1,sale\n"
	       "D,EUR,2026-01-02,-1.00,P1,cost\n"
	       ",EUR,2026-01-02,3.00,P1,sale\n"
	       ",EUR,2026-01-02,4.00,P1,sale\n",
	       "!|receipt|2026-01-02|10|||EUR|\n"
	       "!|receipt|2026-01-02|2|||EUR|\n"
	       "!|receipt|2026-01-02|2|||EUR|\n"
	       "|receipt|2026-01-02|8|||EUR|\n"
	       "|receipt|2026-01-02|3|||EUR|\n"
	       "|receipt|2026-01-02|4|||EUR|\n"
	       "= csv.join 3\n= csv.join 5\n= csv.join 7\n");
}

static void money_of_a_joined_row_that_no_sum_counts_is_refused(void **state)
{
	(void)state;
	expect("[x.x]\njoin = [Order]\ncurrency = EUR\ndate = [Day]\n"
	       "sum.gross = [Sum]\nsum.gross.when = [What] Price\n"
	       "sum.fee = - [Sum]\nsum.fee.when = [What] Fee\n",
	       "Order,Day,What,Sum\nA,2026-01-02,Price,10.00\nA,2026-01-02,Shipping,3.00\n",
	       "!|receipt|2026-01-02|10|||EUR|\n= csv.amount-missing 3\n");
}

static void a_row_that_continues_belongs_to_the_one_before(void **state)
{
	(void)state;
	expect(BANK "continues = [Day] \"\"\n",
	       "Day,Text,Sum\n2026-01-02,TRANSFER,5.00\n,from Ada,\n,INV-7,\n2026-01-03,RENT,-9\n",
	       "|receipt|2026-01-02|5|||EUR|TRANSFER from Ada INV-7\n"
	       "|outgoing|2026-01-03|-9|||EUR|RENT\n");
	expect(BANK "continues = [Day] \"\"\n", "Day,Text,Sum\n,lost,\n2026-01-02,A,5.00\n",
	       "!|receipt|||||"
	       "|lost\n|receipt|2026-01-02|5|||EUR|A\n= csv.join 2\n");
	/* It may stop after what it brings, but not before the cell that tells it. */
	expect(BANK "continues = [Day] \"\"\n",
	       "Day,Text,Sum\n2026-01-02,TRANSFER,5.00\n,from Ada\n",
	       "|receipt|2026-01-02|5|||EUR|TRANSFER from Ada\n");
	expect(BANK "continues = [Day] \"\"\n", "Text,Day,Sum\nTRANSFER,2026-01-02,5.00\nfrom A\n",
	       "|receipt|2026-01-02|5|||EUR|TRANSFER\n!|receipt||||||\n= csv.cell-count 3\n");
}

static void a_row_that_continues_tells_no_money_and_no_id_of_its_own(void **state)
{
	(void)state;
	expect(BANK "id = [No]\ncontinues = [Day] \"\"\n",
	       "No,Day,Text,Sum\n1,2026-03-01,A,100.00\n2,,from Berg,50.00\n"
	       "3,2026-03-02,B,7.00\n",
	       "!1|receipt|2026-03-01|100|||EUR|A\n!2|receipt||50|||EUR|from Berg\n"
	       "3|receipt|2026-03-02|7|||EUR|B\n= csv.join 3\n= csv.join 2\n");
	expect(BANK "continues = [Day] \"\"\n",
	       "Day,Text,Sum\n2026-03-01,A,100.00\n,more,0.00\n,from Berg,-50.00\n,INV-7,\n",
	       "!|receipt|2026-03-01|100|||EUR|A more\n!|outgoing||-50|||EUR|from Berg INV-7\n"
	       "= csv.join 4\n= csv.join 2\n");
	expect(BANK "id = [No]\ncontinues = [Day] \"\"\n",
	       "No,Day,Text,Sum\n1,2026-03-01,A,100.00\n1,,more,\n2,,from Berg,\n",
	       "!1|receipt|2026-03-01|100|||EUR|A more\n!2|receipt|||||"
	       "|from Berg\n= csv.join 4\n= csv.join 2\n");
	expect("[x.x]\ncurrency = EUR\ndate = [Day]\nsum.gross = [Sum]\n"
	       "sum.gross.when = [Kind] pay\ntext = [Text]\ncontinues = [Day] \"\"\n",
	       "Day,Kind,Text,Sum\n2026-03-01,pay,A,100.00\n,,from Berg,50.00\n",
	       "!|receipt|2026-03-01|100|||EUR|A\n!|receipt|||||"
	       "|from Berg\n= csv.join 3\n= csv.join 2\n");
	expect(BANK "join = [Order]\ncontinues = [Day] \"\"\n",
	       "Order,Day,Text,Sum\nA,2026-03-01,x,100.00\nA,,y,\nB,,from Berg,\n",
	       "!|receipt|2026-03-01|100|||EUR|x y\n!|receipt|||||"
	       "|from Berg\n= csv.join 4\n= csv.join 2\n");
}

static void parts_of_a_key_do_not_run_into_each_other(void **state)
{
	(void)state;
	expect(BANK "join = [A] + [B]\nid = [A] + [B]\n",
	       "A,B,Day,Text,Sum\nA/1,2,2026-03-01,x,1.00\nA,1/2,2026-03-01,y,2.00\n"
	       "A\\,1,2026-03-01,z,4.00\nA/1,,2026-03-01,u,8.00\nA/1,2,2026-03-01,v,16.00\n"
	       "A,1,2026-03-01,w,32.00\n",
	       "A\\/1/2|receipt|2026-03-01|17|||EUR|x v\n"
	       "A/1\\/2|receipt|2026-03-01|2|||EUR|y\n"
	       "A\\\\/1|receipt|2026-03-01|4|||EUR|z\n"
	       "A\\/1|receipt|2026-03-01|8|||EUR|u\n"
	       "A/1|receipt|2026-03-01|32|||EUR|w\n");
	expect(BANK "unique = [A] + [B]\n",
	       "A,B,Day,Text,Sum\nA/1,2,2026-03-01,x,1.00\nA,1/2,2026-03-01,y,2.00\n",
	       "|receipt|2026-03-01|1|||EUR|x\n|receipt|2026-03-01|2|||EUR|y\n");
	expect(BANK "id = [A] or [B]\n", "A,B,Day,Text,Sum\n,1/2,2026-03-01,x,1.00\n",
	       "1/2|receipt|2026-03-01|1|||EUR|x\n");
}

static void an_empty_part_of_a_key_keeps_its_place(void **state)
{
	(void)state;
	expect(BANK "join = [A] + [B] + [C]\nid = [A] + [B] + [C]\n",
	       "A,B,C,Day,Text,Sum\nx,,,2026-03-01,a,1.00\n,x,,2026-03-01,b,2.00\n"
	       ",,x,2026-03-01,c,4.00\nx,,y,2026-03-01,d,8.00\nx,y,,2026-03-01,e,16.00\n"
	       ",,,2026-03-01,f,32.00\n,,,2026-03-01,g,64.00\n",
	       "x|receipt|2026-03-01|1|||EUR|a\n/x|receipt|2026-03-01|2|||EUR|b\n"
	       "//x|receipt|2026-03-01|4|||EUR|c\nx//y|receipt|2026-03-01|8|||EUR|d\n"
	       "x/y|receipt|2026-03-01|16|||EUR|e\n|receipt|2026-03-01|32|||EUR|f\n"
	       "|receipt|2026-03-01|64|||EUR|g\n");
	expect(BANK "id = [A] + [B] or [B] + [C]\n",
	       "A,B,C,Day,Text,Sum\n,,x,2026-03-01,a,1.00\n,y,x,2026-03-01,b,2.00\n",
	       "/x|receipt|2026-03-01|1|||EUR|a\n/y|receipt|2026-03-01|2|||EUR|b\n");
	expect(BANK "unique = [A] + [B]\n",
	       "A,B,Day,Text,Sum\nx,,2026-03-01,x,1.00\n,x,2026-03-01,y,2.00\n",
	       "|receipt|2026-03-01|1|||EUR|x\n|receipt|2026-03-01|2|||EUR|y\n");
}

int main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(rows_of_one_key_are_one_payment_wherever_they_stand),
		cmocka_unit_test(rows_of_one_payment_may_not_contradict_each_other),
		cmocka_unit_test(money_of_a_joined_row_that_no_sum_counts_is_refused),
		cmocka_unit_test(a_row_that_continues_belongs_to_the_one_before),
		cmocka_unit_test(a_row_that_continues_tells_no_money_and_no_id_of_its_own),
		cmocka_unit_test(parts_of_a_key_do_not_run_into_each_other),
		cmocka_unit_test(an_empty_part_of_a_key_keeps_its_place),
	};

	return cmocka_run_group_tests(tests, make_folder, remove_folder);
}
