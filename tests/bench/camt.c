/*
 * camt.c - payments in one camt.053 with a statement for each currency.
 *
 * Promises: balances and sums that tie; entries of some 1.1 KB, most with one
 * transaction, some a batch of several; parties, addresses, agents, and
 * remittance structured and not.
 */
#include "files.h"

#include <string.h>

#define OPENING_MINOR 100000000
#define BATCH_ONE_IN  30
#define BATCH_LEAVES  4
#define ACCOUNT_SEK   "SE4550000000058398257466"
#define ACCOUNT_EUR   "DE89370400440532013000"

struct camt {
	const struct world *world;
	struct outputs *to;
	struct line line;
	const char *currency;
	const char *account;
	uint64_t entries;
	uint64_t leaves;
	int64_t sum;
	bool is_counting; /* the head stands before what it sums up */
};

/* A batch holds several payments of this statement, in their order. */
struct entry {
	uint64_t slots[BATCH_LEAVES];
	uint64_t room;
	uint64_t count;
};

static void element(struct line *line, const char *name, const char *text)
{
	line_char(line, '<');
	line_text(line, name);
	line_char(line, '>');
	line_xml(line, text);
	line_text(line, "</");
	line_text(line, name);
	line_char(line, '>');
}

static void put_amount(struct camt *camt, int64_t amount)
{
	line_text(&camt->line, "<Amt Ccy=\"");
	line_text(&camt->line, camt->currency);
	line_text(&camt->line, "\">");
	line_money(&camt->line, amount, 2);
	line_text(&camt->line, "</Amt><CdtDbtInd>CRDT</CdtDbtInd>");
}

static void put_dated(struct camt *camt, const char *name, int day)
{
	line_char(&camt->line, '<');
	line_text(&camt->line, name);
	line_text(&camt->line, "><Dt>");
	line_day(&camt->line, day);
	line_text(&camt->line, "</Dt></");
	line_text(&camt->line, name);
	line_char(&camt->line, '>');
}

/* "AB" and twelve digits, of a leaf or an entry. */
static void put_id(struct line *line, const char *head, uint64_t number)
{
	line_text(line, head);
	line_number(line, number, 12);
}

static void put_refs(struct camt *camt, const struct plan *plan)
{
	struct line *line = &camt->line;

	line_text(line, "<Refs><AcctSvcrRef>");
	put_id(line, camt->currency, camt->leaves);
	line_text(line, "</AcctSvcrRef><InstrId>");
	put_id(line, "I", draw_below(plan, 60, 1000000000000));
	line_text(line, "</InstrId><EndToEndId>");
	if (draw_below(plan, 61, 2) == 0)
		line_text(line, "NOTPROVIDED");
	else
		put_id(line, "E2E", draw_below(plan, 62, 1000000000000));
	line_text(line, "</EndToEndId><TxId>");
	put_id(line, "T", draw_below(plan, 63, 1000000000000));
	line_text(line, "</TxId></Refs>");
}

static void put_parties(struct camt *camt, const struct plan *plan)
{
	static const char *const towns[LANGUAGE_COUNT] = {"Leeds", "Växjö", "Псков", "Đà Lạt",
							  "បាត់ដំបង"};
	static const char *const countries[LANGUAGE_COUNT] = {"GB", "SE", "RU", "VN", "KH"};
	struct line *line = &camt->line;
	enum language language = plan->customer.language;
	bool is_iban = language == LANGUAGE_EN || language == LANGUAGE_SV;

	line_text(line, "<RltdPties><Dbtr><Pty>");
	element(line, "Nm", plan->payer);
	line_text(line, "<PstlAdr><StrtNm>Mill Street</StrtNm><BldgNb>");
	line_number(line, 1 + draw_below(plan, 64, 99), 1);
	line_text(line, "</BldgNb>");
	element(line, "TwnNm", towns[language]);
	element(line, "Ctry", countries[language]);
	line_text(line, "</PstlAdr></Pty></Dbtr><DbtrAcct><Id>");
	if (!is_iban)
		line_text(line, "<Othr>");
	element(line, is_iban ? "IBAN" : "Id", plan->account);
	line_text(line,
		  is_iban ? "</Id></DbtrAcct></RltdPties>" : "</Othr></Id></DbtrAcct></RltdPties>");
	line_text(line, "<RltdAgts><DbtrAgt><FinInstnId><BICFI>AAAA");
	line_text(line, countries[language]);
	line_text(line, "2AXXX</BICFI></FinInstnId></DbtrAgt></RltdAgts>");
}

static void put_documents(struct camt *camt, const struct plan *plan)
{
	struct line *line = &camt->line;

	for (size_t i = 0; i < plan->bill_count; i++) {
		line_text(line, "<Strd><RfrdDocInf><Tp><CdOrPrtry><Cd>CINV</Cd></CdOrPrtry></Tp>");
		element(line, "Nb", plan->bills[i].number);
		line_text(line, "</RfrdDocInf><RfrdDocAmt><RmtdAmt Ccy=\"");
		line_text(line, camt->currency);
		line_text(line, "\">");
		line_money(line, plan->bills[i].amount, 2);
		line_text(line, "</RmtdAmt></RfrdDocAmt></Strd>");
	}
}

static void put_remittance(struct camt *camt, const struct plan *plan)
{
	struct line *line = &camt->line;
	char text[TEXT_BYTES];

	line_text(line, "<RmtInf>");
	if (plan->says == SAYS_REFERENCE) {
		bool is_rf = plan->first[0] == 'R';

		line_text(line, "<Strd><CdtrRefInf><Tp><CdOrPrtry>");
		if (is_rf || draw_below(plan, 65, 2) == 0)
			element(line, "Cd", "SCOR");
		else
			element(line, "Prtry", "OCR");
		line_text(line, "</CdOrPrtry></Tp>");
		element(line, "Ref", plan->first);
		line_text(line, "</CdtrRefInf></Strd>");
	} else if (plan->says == SAYS_LIST && draw_below(plan, 66, 2) == 0) {
		put_documents(camt, plan);
	} else {
		remittance_text(plan, text);
		element(line, "Ustrd", text);
	}
	line_text(line, "</RmtInf>");
}

static void put_leaf(struct camt *camt, const struct plan *plan)
{
	struct line id;
	char source_id[NUMBER_BYTES];

	line_text(&camt->line, "<TxDtls>");
	put_refs(camt, plan);
	put_amount(camt, plan->amount);
	put_parties(camt, plan);
	put_remittance(camt, plan);
	line_text(&camt->line, "</TxDtls>");
	line_clear(&id);
	put_id(&id, camt->currency, camt->leaves);
	line_copy(&id, 0, source_id, sizeof(source_id));
	truth_write(camt->to->truth, plan, source_id);
	camt->leaves++;
}

static void put_head_of_entry(struct camt *camt, int64_t amount, int day, bool is_batch)
{
	struct line *line = &camt->line;

	line_text(line, "<Ntry><NtryRef>");
	line_number(line, camt->entries, 1);
	line_text(line, "</NtryRef>");
	put_amount(camt, amount);
	line_text(line, "<Sts><Cd>BOOK</Cd></Sts>");
	put_dated(camt, "BookgDt", day);
	put_dated(camt, "ValDt", day);
	line_text(line, "<AcctSvcrRef>");
	put_id(line, is_batch ? "BAT" : camt->currency, is_batch ? camt->entries : camt->leaves);
	line_text(line, "</AcctSvcrRef><BkTxCd><Domn><Cd>PMNT</Cd><Fmly><Cd>RCDT</Cd>"
			"<SubFmlyCd>DMCT</SubFmlyCd></Fmly></Domn></BkTxCd><NtryDtls>");
}

static void put_batch(struct camt *camt, uint64_t count, int64_t amount)
{
	struct line *line = &camt->line;

	line_text(line, "<Btch><NbOfTxs>");
	line_number(line, count, 1);
	line_text(line, "</NbOfTxs><TtlAmt Ccy=\"");
	line_text(line, camt->currency);
	line_text(line, "\">");
	line_money(line, amount, 2);
	line_text(line, "</TtlAmt><CdtDbtInd>CRDT</CdtDbtInd></Btch>");
}

static void put_entry(struct camt *camt, const struct entry *entry)
{
	static struct plan plans[BATCH_LEAVES];
	int64_t amount = 0;

	if (entry->count == 0)
		return;
	for (uint64_t i = 0; i < entry->count; i++) {
		plan_make(camt->world, entry->slots[i], &plans[i]);
		amount += plans[i].amount;
	}
	camt->entries++;
	camt->sum += amount;
	if (camt->is_counting)
		return;
	put_head_of_entry(camt, amount, plans[0].booked, entry->count > 1);
	if (entry->count > 1)
		put_batch(camt, entry->count, amount);
	for (uint64_t i = 0; i < entry->count; i++)
		put_leaf(camt, &plans[i]);
	line_text(&camt->line, "</NtryDtls></Ntry>\n");
	line_write(&camt->line, camt->to->payments);
}

static void walk_entries(struct camt *camt)
{
	struct entry entry = {.room = 1};
	struct customer customer;

	camt->entries = 0;
	camt->leaves = 0;
	camt->sum = 0;
	for (uint64_t place = 0; place < camt->world->payments; place++) {
		uint64_t slot = world_slot(camt->world, place);

		customer_make(camt->world, slot / SLOTS_A_CELL, &customer);
		if (strcmp(customer.currency->code, camt->currency) != 0)
			continue;
		if (entry.count == 0 && draw(camt->world, slot, 67) % BATCH_ONE_IN == 0)
			entry.room = BATCH_LEAVES;
		entry.slots[entry.count++] = slot;
		if (entry.count < entry.room)
			continue;
		put_entry(camt, &entry);
		entry = (struct entry){.room = 1};
	}
	put_entry(camt, &entry);
}

static void put_balance(struct camt *camt, const char *code, int64_t amount)
{
	line_text(&camt->line, "<Bal><Tp><CdOrPrtry><Cd>");
	line_text(&camt->line, code);
	line_text(&camt->line, "</Cd></CdOrPrtry></Tp>");
	put_amount(camt, amount);
	put_dated(camt, "Dt", DAY_BUSINESS);
	line_text(&camt->line, "</Bal>\n");
}

static void put_sums(struct camt *camt)
{
	struct line *line = &camt->line;

	line_text(line, "<TxsSummry><TtlNtries><NbOfNtries>");
	line_number(line, camt->entries, 1);
	line_text(line, "</NbOfNtries><Sum>");
	line_money(line, camt->sum, 2);
	line_text(line, "</Sum><TtlNetNtry><Amt>");
	line_money(line, camt->sum, 2);
	line_text(line, "</Amt><CdtDbtInd>CRDT</CdtDbtInd></TtlNetNtry></TtlNtries>"
			"<TtlCdtNtries><NbOfNtries>");
	line_number(line, camt->entries, 1);
	line_text(line, "</NbOfNtries><Sum>");
	line_money(line, camt->sum, 2);
	line_text(line, "</Sum></TtlCdtNtries><TtlDbtNtries><NbOfNtries>0</NbOfNtries>"
			"<Sum>0.00</Sum></TtlDbtNtries></TxsSummry>\n");
}

static void put_statement(struct camt *camt)
{
	struct line *line = &camt->line;

	camt->is_counting = true;
	walk_entries(camt);
	camt->is_counting = false;
	if (camt->entries == 0)
		return;
	line_text(line, "<Stmt><Id>STMT-2026-061-");
	line_text(line, camt->currency);
	line_text(line, "</Id><ElctrncSeqNb>61</ElctrncSeqNb>"
			"<CreDtTm>2026-03-02T18:00:00+01:00</CreDtTm><Acct><Id>");
	element(line, "IBAN", camt->account);
	line_text(line, "</Id>");
	element(line, "Ccy", camt->currency);
	line_text(line, "</Acct>\n");
	put_balance(camt, "OPBD", OPENING_MINOR);
	put_balance(camt, "CLBD", OPENING_MINOR + camt->sum);
	put_sums(camt);
	line_write(line, camt->to->payments);
	walk_entries(camt);
	line_text(line, "</Stmt>\n");
	line_write(line, camt->to->payments);
}

void camt_write(const struct world *world, struct outputs *to)
{
	static struct camt camt;

	camt = (struct camt){.world = world, .to = to};
	line_text(&camt.line, "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n"
			      "<Document xmlns=\"urn:iso:std:iso:20022:tech:xsd:camt.053.001.08\">"
			      "<BkToCstmrStmt><GrpHdr><MsgId>BENCH-1</MsgId>"
			      "<CreDtTm>2026-03-02T18:00:00+01:00</CreDtTm></GrpHdr>\n");
	line_write(&camt.line, to->payments);
	camt.currency = "SEK";
	camt.account = ACCOUNT_SEK;
	put_statement(&camt);
	camt.currency = "EUR";
	camt.account = ACCOUNT_EUR;
	put_statement(&camt);
	line_text(&camt.line, "</BkToCstmrStmt></Document>\n");
	line_write(&camt.line, to->payments);
}
