/*
 * bid.c - tells by a file's head whether it is an ISO 20022 message.
 *
 * Reads: XML in any encoding whose markup is ASCII, UTF-16 with or without a mark.
 * Promises: a file that names a known message element, or the namespace of the
 * standard, is bid for; any other XML is left to others.
 */
#include "iso.h"

#define MARKUP_BYTES_MAX (AQ_DECODE_HEAD_BYTES / 2)

static const struct iso_message messages[] = {
	{.element = "BkToCstmrStmt", .name = "camt.053", .message = AQ_MESSAGE_STATEMENT},
	{.element = "BkToCstmrAcctRpt", .name = "camt.052", .message = AQ_MESSAGE_REPORT},
	{.element = "BkToCstmrDbtCdtNtfctn",
	 .name = "camt.054",
	 .message = AQ_MESSAGE_NOTIFICATION},
	{.element = "CstmrCdtTrfInitn",
	 .name = "pain.001",
	 .message = AQ_MESSAGE_OTHER,
	 .is_walked = true},
	{.element = "CstmrPmtStsRpt",
	 .name = "pain.002",
	 .message = AQ_MESSAGE_OTHER,
	 .is_walked = true},
	{.element = "CstmrPmtRvsl", .name = "pain.007", .message = AQ_MESSAGE_OTHER},
	{.element = "CstmrDrctDbtInitn",
	 .name = "pain.008",
	 .message = AQ_MESSAGE_OTHER,
	 .is_walked = true},
	{.element = "FIToFIPmtStsRpt",
	 .name = "pacs.002",
	 .message = AQ_MESSAGE_OTHER,
	 .is_walked = true},
	{.element = "FIToFICstmrDrctDbt",
	 .name = "pacs.003",
	 .message = AQ_MESSAGE_OTHER,
	 .is_walked = true},
	{.element = "PmtRtr", .name = "pacs.004", .message = AQ_MESSAGE_OTHER, .is_walked = true},
	{.element = "FIToFIPmtRvsl", .name = "pacs.007", .message = AQ_MESSAGE_OTHER},
	{.element = "FIToFICstmrCdtTrf",
	 .name = "pacs.008",
	 .message = AQ_MESSAGE_OTHER,
	 .is_walked = true},
	{.element = "FICdtTrf", .name = "pacs.009", .message = AQ_MESSAGE_OTHER},
	{.element = "FIToFIPmtStsReq", .name = "pacs.028", .message = AQ_MESSAGE_OTHER},
	{.element = "RsltnOfInvstgtn",
	 .name = "camt.029",
	 .message = AQ_MESSAGE_OTHER,
	 .is_walked = true},
	{.element = "CstmrPmtCxlReq",
	 .name = "camt.055",
	 .message = AQ_MESSAGE_OTHER,
	 .is_walked = true},
	{.element = "FIToFIPmtCxlReq",
	 .name = "camt.056",
	 .message = AQ_MESSAGE_OTHER,
	 .is_walked = true},
	{.element = "NtfctnToRcv", .name = "camt.057", .message = AQ_MESSAGE_OTHER},
	{.element = "AcctRptgReq", .name = "camt.060", .message = AQ_MESSAGE_OTHER},
	{.element = "BkSvcsBllgStmt",
	 .name = "camt.086",
	 .message = AQ_MESSAGE_OTHER,
	 .is_walked = true},
	{.element = "RmtAdvc", .name = "remt.001", .message = AQ_MESSAGE_OTHER, .is_walked = true},
	{.element = "RmtLctnAdvc", .name = "remt.002", .message = AQ_MESSAGE_OTHER},
	{.element = "SysEvtNtfctn", .name = "admi.004", .message = AQ_MESSAGE_OTHER},
	{.element = "admi.002.001.01", .name = "admi.002", .message = AQ_MESSAGE_OTHER},
};

/* The oldest versions bear their number in the element's name: a V and two
 * digits behind it, or nothing but message and version. */
static struct aq_slice without_version(struct aq_slice element)
{
	const char *end = element.start + element.length;

	if (element.length > 3 && end[-3] == 'V' && end[-2] >= '0' && end[-2] <= '9' &&
	    end[-1] >= '0' && end[-1] <= '9')
		element.length -= 3;
	return element;
}

static bool is_named(struct aq_slice element, const char *name)
{
	struct aq_slice whole = aq_slice_of(name);

	return element.length > whole.length && element.start[whole.length] == '.' &&
	       aq_slice_starts_with(element, whole);
}

const struct iso_message *iso_message_find(struct aq_slice element)
{
	bool is_number = element.length > 4 && element.start[4] == '.';

	element = without_version(element);
	for (size_t i = 0; i < sizeof(messages) / sizeof(messages[0]); i++)
		if (aq_slice_is(element, messages[i].element) ||
		    (is_number && is_named(element, messages[i].name)))
			return &messages[i];
	return NULL;
}

/* UTF-16 markup as ASCII: every second byte, what is not ASCII as '?'. */
static struct aq_slice narrow(struct aq_slice head, char *room)
{
	unsigned char first = (unsigned char)head.start[0];
	size_t odd = first == 0xFE || first == 0 ? 1 : 0;
	size_t count = 0;

	for (size_t i = odd; i < head.length && count < MARKUP_BYTES_MAX; i += 2) {
		unsigned char byte = (unsigned char)head.start[i];
		size_t other = odd ? i - 1 : i + 1;

		if (other < head.length && head.start[other] == 0 && byte < 0x80)
			room[count++] = (char)byte;
		else
			room[count++] = '?';
	}
	return (struct aq_slice){room, count};
}

static bool is_utf16(struct aq_slice head)
{
	const unsigned char *at = (const unsigned char *)head.start;

	if (head.length < 4)
		return false;
	return (at[0] == 0xFE && at[1] == 0xFF) || (at[0] == 0xFF && at[1] == 0xFE) ||
	       (at[0] == 0 && at[1] == '<') || (at[0] == '<' && at[1] == 0);
}

/* The local name that stands behind '<'. */
static struct aq_slice local_name(struct aq_slice markup)
{
	struct aq_slice name = {markup.start, 0};

	for (size_t i = 0; i < markup.length && i < 64; i++) {
		char byte = markup.start[i];

		if (byte == ':') {
			name.start = markup.start + i + 1;
			name.length = 0;
			continue;
		}
		if (byte == '>' || byte == '/' || byte == ' ' || byte == '\t' || byte == '\r' ||
		    byte == '\n')
			break;
		name.length++;
	}
	return name;
}

static bool names_message(struct aq_slice markup)
{
	const char *end = markup.start + markup.length;
	const char *at = markup.start;

	while (at < end && (at = memchr(at, '<', (size_t)(end - at))) != NULL) {
		at++;
		if (iso_message_find(local_name(aq_slice_between(at, end))))
			return true;
	}
	return false;
}

/* An envelope around base64. */
static bool has_base64(struct aq_slice markup)
{
	const char *end = markup.start + markup.length;
	const char *at = markup.start;

	for (; at < end; at++) {
		/* Behind a tag, or "<![CDATA[". */
		if (at > markup.start && at[-1] != '>' && at[-1] != '[')
			continue;
		if (base64_start(aq_slice_trim(aq_slice_between(at, end))) != BASE64_NONE)
			return true;
	}
	return false;
}

static bool names_standard(struct aq_slice markup)
{
	return aq_slice_find(markup, AQ_SLICE("iso:20022:")) != SIZE_MAX ||
	       aq_slice_find(markup, AQ_SLICE("iso:std:iso:20022")) != SIZE_MAX ||
	       aq_slice_find(markup, AQ_SLICE("ISO:camt.05")) != SIZE_MAX ||
	       aq_slice_find(markup, AQ_SLICE("xsd:camt.05")) != SIZE_MAX;
}

int iso_bid(const struct aq_decoder_head *head, const void **variant)
{
	char room[MARKUP_BYTES_MAX];
	struct aq_slice markup = head->head;

	*variant = NULL;
	if (is_utf16(markup))
		markup = narrow(markup, room);
	else if (markup.length >= 3 && memcmp(markup.start, "\xEF\xBB\xBF", 3) == 0)
		markup = aq_slice_between(markup.start + 3, markup.start + markup.length);
	while (markup.length > 0 &&
	       (markup.start[0] == '?' ||
		aq_slice_is_empty(aq_slice_trim((struct aq_slice){markup.start, 1})))) {
		markup.start++;
		markup.length--;
	}
	if (markup.length == 0 || markup.start[0] != '<')
		return AQ_BID_NONE;
	return names_message(markup) || names_standard(markup) || has_base64(markup) ? AQ_BID_SURE
										     : AQ_BID_NONE;
}
