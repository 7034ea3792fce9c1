/*
 * sniff.c - knows by its first bytes what intake does not take.
 *
 * Reads: the head of a file, as received or unwrapped.
 * Promises: a mark is only listed where no text in ASCII, UTF-8, UTF-16 or
 * ISO 8859-1 that a bank would send begins with it.
 * Refuses: by name, so that the sender can be told what to do instead.
 */
#include "sniff.h"

/* In a mark, '?' stands for any byte; none of the marks holds a question
 * mark. Lengths are the literal's, since marks hold zero bytes. */
struct mark {
	const char *bytes;
	size_t length;
	size_t at;
	enum aq_code code;
	const char *what;
};

#define MARK(literal, at, code, what)                                                              \
	{                                                                                          \
		(literal), sizeof(literal) - 1, (at), (code), (what)                               \
	}

/* The object identifier 1.2.840.113549.1.7, of which all CMS types are part. */
#define CMS_OID "\x06\x09\x2a\x86\x48\x86\xf7\x0d\x01\x07"

/* clang-format off */
static const struct mark marks[] = {
	MARK("PK\x03\x04", 0, AQ_INTAKE_ZIP, "a zip archive or a workbook"),
	MARK("PK\x05\x06", 0, AQ_INTAKE_ZIP, "an empty zip archive"),
	MARK("PK\x07\x08", 0, AQ_INTAKE_ZIP, "a part of a zip archive"),
	MARK("7z\xbc\xaf\x27\x1c", 0, AQ_INTAKE_7Z, "a 7z archive"),
	MARK("Rar!\x1a\x07", 0, AQ_INTAKE_RAR, "a rar archive"),
	MARK("\xfd" "7zXZ\x00", 0, AQ_INTAKE_XZ, "xz-compressed"),
	MARK("BZh\?1AY&SY", 0, AQ_INTAKE_BZIP2, "bzip2-compressed"),
	MARK("BZh\?\x17rE8P\x90", 0, AQ_INTAKE_BZIP2, "bzip2-compressed"),
	MARK("\x28\xb5\x2f\xfd", 0, AQ_INTAKE_ZSTD, "zstd-compressed"),
	MARK("\x04\x22\x4d\x18", 0, AQ_INTAKE_LZ4, "lz4-compressed"),
	MARK("\x1f\x9d", 0, AQ_INTAKE_COMPRESS, "compressed by compress"),
	MARK("ustar", 257, AQ_INTAKE_TAR, "a tar archive"),
	MARK("-----BEGIN PGP ", 0, AQ_INTAKE_PGP, "a PGP message"),
	/* Public-key and symmetric session key packets, and what gpg --sign makes. */
	MARK("\x84\?\x03", 0, AQ_INTAKE_PGP, "a PGP message"),
	MARK("\x85\?\?\x03", 0, AQ_INTAKE_PGP, "a PGP message"),
	MARK("\xc1\?\x03", 0, AQ_INTAKE_PGP, "a PGP message"),
	MARK("\xc1\?\?\x03", 0, AQ_INTAKE_PGP, "a PGP message"),
	MARK("\x8c\?\x04", 0, AQ_INTAKE_PGP, "a PGP message"),
	MARK("\xc3\?\x04", 0, AQ_INTAKE_PGP, "a PGP message"),
	MARK("\xa3\x01", 0, AQ_INTAKE_PGP, "a PGP message"),
	MARK("\xa3\x02", 0, AQ_INTAKE_PGP, "a PGP message"),
	MARK("-----BEGIN PKCS7-----", 0, AQ_INTAKE_CMS, "a CMS message"),
	MARK("-----BEGIN CMS-----", 0, AQ_INTAKE_CMS, "a CMS message"),
	MARK("\x30\x80" CMS_OID, 0, AQ_INTAKE_CMS, "a CMS message"),
	MARK("\x30\?" CMS_OID, 0, AQ_INTAKE_CMS, "a CMS message"),
	MARK("\x30\x81\?" CMS_OID, 0, AQ_INTAKE_CMS, "a CMS message"),
	MARK("\x30\x82\?\?" CMS_OID, 0, AQ_INTAKE_CMS, "a CMS message"),
	MARK("\x30\x83\?\?\?" CMS_OID, 0, AQ_INTAKE_CMS, "a CMS message"),
	MARK("\x30\x84\?\?\?\?" CMS_OID, 0, AQ_INTAKE_CMS, "a CMS message"),
	/* "101" of a NACHA file header, and "<?xm". */
	MARK("\xf1\xf0\xf1", 0, AQ_INTAKE_EBCDIC, "a NACHA file in EBCDIC"),
	MARK("\x4c\x6f\xa7\x94", 0, AQ_INTAKE_EBCDIC, "XML in EBCDIC"),
	MARK("\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", 0, AQ_INTAKE_WORKBOOK, "an old workbook"),
	MARK("%PDF-", 0, AQ_INTAKE_PDF, "a PDF document"),
};
/* clang-format on */

static bool mark_fits(const struct mark *mark, struct aq_slice head)
{
	size_t index;

	if (head.length < mark->at + mark->length)
		return false;
	for (index = 0; index < mark->length; index++)
		if (mark->bytes[index] != '?' && mark->bytes[index] != head.start[mark->at + index])
			return false;
	return true;
}

bool aq_sniff_is_gzip(struct aq_slice head)
{
	return aq_slice_starts_with(head, AQ_SLICE("\x1f\x8b"));
}

struct aq_sniffed aq_sniff(struct aq_slice head)
{
	struct aq_slice text = head;
	size_t index;

	/* Armour of PGP and PEM may stand behind blank lines or a byte order mark. */
	if (aq_slice_starts_with(text, AQ_SLICE("\xef\xbb\xbf"))) {
		text.start += 3;
		text.length -= 3;
	}
	text = aq_slice_trim(text);
	for (index = 0; index < sizeof(marks) / sizeof(marks[0]); index++) {
		bool is_text = marks[index].bytes[0] == '-';

		if (mark_fits(&marks[index], is_text ? text : head))
			return (struct aq_sniffed){marks[index].code, marks[index].what};
	}
	return (struct aq_sniffed){AQ_CODE_NONE, ""};
}
