/*
 * csv_rate.c - how fast a CSV file is decoded, beside libcsv alone.
 *
 *   csv-rate [ROWS]
 *
 * Writes a gateway's export of 15 columns into memory and reads it ROUNDS times
 * in turn: by libcsv with callbacks that do next to nothing, by the decoder
 * with every check of a profile, and by the decoder as the plain CSV. Prints the
 * processor time of the quickest round of each; exits 1 where decoding comes to
 * less than RATE_PERCENT of libcsv's rate.
 */
#include <csv.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include "acquit/decode.h"
#include "acquit/hash.h"

#define ROUNDS	     5
#define RATE_PERCENT 60
#define PIECE_BYTES  ((size_t)256 * 1024)
#define ROW_BYTES    512

static const char profile_text[] =
	"[bench.settlement]\n"
	"posts     = gateway\n"
	"header    = find Transaction ID|Type|Created\n"
	"currency  = [Currency]\n"
	"date      = [Created] %Y-%m-%d %H:%M:%S\n"
	"value     = [Settled] %Y-%m-%d\n"
	"sum.gross = [Gross]\n"
	"sum.fee   = [Fee]\n"
	"sum.net   = [Net]\n"
	"type      = [Type] Sale:receipt Refund:refund Payout:settlement *:error\n"
	"id        = [Transaction ID]\n"
	"unique    = [Transaction ID]\n"
	"payout    = [Payout]\n"
	"order     = [Order]\n"
	"invoice   = [Invoice]\n"
	"payer     = [Customer]\n"
	"check.row    = row: gross - fee == net\n"
	"check.payout = by payout,currency: sum(gross) - sum(fee) == sum(net)\n";

static const char gateway_header[] =
	"Transaction ID,Type,Created,Settled,Currency,Gross,Fee,Net,Order,Invoice,Customer,Email,"
	"Method,Country,Payout\n";
static const char plain_header[] =
	"id,kind,booked_on,value_on,currency,amount,fee,net,source,reference,payer,payer_account,"
	"text,end_to_end_id,settlement_id\n";

static const char *const payers[] = {"Ada Holm",	"City Flats AB", "M\xc3\xbcller & Sons",
				     "\"Smith, John\"", "Nguyen Van An", "Harbour Works Ltd"};

struct file {
	char *bytes;
	size_t length;
	uint64_t rows;
};

struct count {
	uint64_t rows;
	uint64_t cells;
	uint64_t bytes;
};

static void stop(const char *why)
{
	(void)fprintf(stderr, "csv-rate: %s\n", why);
	exit(2);
}

static uint64_t processor_us(void)
{
	struct rusage usage;

	(void)getrusage(RUSAGE_SELF, &usage);
	return (uint64_t)(usage.ru_utime.tv_sec + usage.ru_stime.tv_sec) * 1000000 +
	       (uint64_t)(usage.ru_utime.tv_usec + usage.ru_stime.tv_usec);
}

/* Amounts and days that differ from row to row, and add up in each. */
static int put_row(char *room, uint64_t row, bool is_plain)
{
	unsigned gross = (unsigned)(row * 7919 % 999900) + 100, fee = gross * 29 / 1000 + 30;
	unsigned net = gross - fee, day = (unsigned)(row / 40000 % 28) + 1;
	unsigned long long number = row;

	return snprintf(room, ROW_BYTES,
			"txn_%012llu,%s,2026-02-%02u%s,2026-02-%02u,EUR,%u.%02u,%u.%02u,%u.%02u,"
			"%s%07llu,F2026-%07llu,%s,user%llu@example.org,card,SE,po_%06llu\n",
			number, is_plain ? "receipt" : "Sale", day, is_plain ? "" : " 10:20:30",
			day, gross / 100, gross % 100, fee / 100, fee % 100, net / 100, net % 100,
			is_plain ? "SRC" : "ORD-", is_plain ? 0ULL : number, number,
			payers[row % (sizeof(payers) / sizeof(payers[0]))], number, number / 1000);
}

static struct file make_file(uint64_t rows, bool is_plain)
{
	const char *header = is_plain ? plain_header : gateway_header;
	struct file file = {.bytes = malloc((rows + 1) * ROW_BYTES), .rows = rows};

	if (!file.bytes)
		stop("no memory");
	file.length = strlen(header);
	memcpy(file.bytes, header, file.length);
	for (uint64_t row = 0; row < rows; row++)
		file.length += (size_t)put_row(file.bytes + file.length, row, is_plain);
	return file;
}

static struct aq_slice piece_at(const struct file *file, size_t at)
{
	size_t left = file->length - at;

	return (struct aq_slice){file->bytes + at, left < PIECE_BYTES ? left : PIECE_BYTES};
}

static void on_cell(void *bytes, size_t count, void *context)
{
	struct count *seen = context;

	(void)bytes;
	seen->cells++;
	seen->bytes += count;
}

static void on_row(int byte, void *context)
{
	struct count *seen = context;

	(void)byte;
	seen->rows++;
}

static uint64_t read_bare(const struct file *file)
{
	struct csv_parser parser;
	struct count seen = {0};
	uint64_t began = processor_us();

	if (csv_init(&parser, CSV_STRICT | CSV_STRICT_FINI) != 0)
		stop("libcsv does not start");
	for (size_t at = 0; at < file->length; at += PIECE_BYTES) {
		struct aq_slice piece = piece_at(file, at);

		if (csv_parse(&parser, piece.start, piece.length, on_cell, on_row, &seen) !=
		    piece.length)
			stop("libcsv refuses the file");
	}
	(void)csv_fini(&parser, on_cell, on_row, &seen);
	csv_free(&parser);
	if (seen.rows != file->rows + 1 || seen.cells != 15 * seen.rows)
		stop("libcsv counts other rows");
	return processor_us() - began;
}

static enum aq_status take_unit(void *context, const struct aq_unit *unit, struct aq_error *err)
{
	(void)context;
	(void)err;
	if (unit->verdict != AQ_SEVERITY_NONE)
		stop("the unit is refused");
	return AQ_OK;
}

static enum aq_status take_records(void *context, const struct aq_batch *batch,
				   struct aq_error *err)
{
	struct count *seen = context;

	(void)err;
	seen->rows += batch->record_count;
	return AQ_OK;
}

static void read_all(struct aq_decode *decode, const struct file *file)
{
	struct aq_error err = {.status = AQ_OK};
	enum aq_status status = AQ_OK;

	for (size_t at = 0; at < file->length && status >= AQ_OK; at += PIECE_BYTES)
		status = aq_decode_feed(decode, piece_at(file, at), &err);
	if (status >= AQ_OK)
		status = aq_decode_finish(decode, &err);
	if (status < AQ_OK)
		stop(err.text);
}

static uint64_t read_decoded(const struct aq_profiles *profiles, const struct file *file)
{
	struct aq_slice head = {file->bytes, file->length < AQ_DECODE_HEAD_BYTES
						     ? file->length
						     : AQ_DECODE_HEAD_BYTES};
	struct aq_decode_settings settings = {.today = AQ_DATE_NONE};
	struct aq_error err = {.status = AQ_OK};
	struct aq_findings *findings = NULL;
	struct aq_decode *decode = NULL;
	struct count seen = {0};
	const struct aq_sink sink = {&seen, take_unit, take_records, take_unit, NULL};
	uint64_t began = processor_us();

	if (aq_findings_new(&findings, &err) < AQ_OK ||
	    aq_decode_open(&decode, profiles, head, head.length == file->length, &settings, &err) <
		    AQ_OK)
		stop(err.text);
	aq_decode_bind(decode, &sink, findings);
	read_all(decode, file);
	if (seen.rows != file->rows || aq_findings_worst(findings) >= AQ_SEVERITY_WARNING)
		stop("rows are refused or lost");
	aq_decode_close(decode);
	aq_findings_free(findings);
	return processor_us() - began;
}

static struct aq_profiles *load_profiles(void)
{
	char folder[] = "/tmp/csv-rate.XXXXXX";
	char path[sizeof(folder) + 32];
	const char *folders[] = {folder};
	struct aq_error err = {.status = AQ_OK};
	struct aq_profiles *profiles = NULL;
	FILE *out;

	if (!mkdtemp(folder))
		stop("no folder for the profile");
	(void)snprintf(path, sizeof(path), "%s/bench.profile", folder);
	out = fopen(path, "w");
	if (!out || fputs(profile_text, out) < 0 || fclose(out) != 0)
		stop("the profile cannot be written");
	if (aq_profiles_load(&profiles, folders, 1, &err) < AQ_OK)
		stop(err.text);
	(void)unlink(path);
	(void)rmdir(folder);
	return profiles;
}

static void keep_least(uint64_t *least, uint64_t told)
{
	if (*least == 0 || told < *least)
		*least = told;
}

/* Whether the decoder keeps up; both in turn, the quickest of each. */
static bool compare(const char *what, const struct aq_profiles *profiles, const struct file *file)
{
	uint64_t bare = 0, decoded = 0, percent;

	for (int round = 0; round < ROUNDS; round++) {
		keep_least(&bare, read_bare(file));
		keep_least(&decoded, read_decoded(profiles, file));
	}
	percent = bare * 100 / decoded;
	(void)printf(
		"%-7s %4zu MB   libcsv %5llu ms   decode %5llu ms   %3llu %% of libcsv's rate\n",
		what, file->length / 1000000, (unsigned long long)bare / 1000,
		(unsigned long long)decoded / 1000, (unsigned long long)percent);
	return percent >= RATE_PERCENT;
}

int main(int count, char **arguments)
{
	uint64_t rows = count > 1 ? strtoull(arguments[1], NULL, 10) : 1000000;
	struct aq_error err = {.status = AQ_OK};
	struct aq_profiles *profiles = NULL;
	bool is_good = true;

	if (aq_hash_start(&err) < AQ_OK)
		stop(err.text);
	profiles = load_profiles();
	for (int is_plain = 0; is_plain <= 1; is_plain++) {
		struct file file = make_file(rows, is_plain != 0);

		is_good &= compare(is_plain ? "plain" : "gateway", profiles, &file);
		free(file.bytes);
	}
	aq_profiles_free(profiles);
	return is_good ? 0 : 1;
}
