/*
 * tables.h - what the codes of the NACHA rules mean to a reader.
 *
 * Tables only: transaction codes, standard entry classes.
 */
#ifndef NACHA_TABLES_H
#define NACHA_TABLES_H

#include "acquit/record.h"
#include "fields.h"

enum nacha_side { NACHA_SIDE_UNKNOWN, NACHA_CREDIT, NACHA_DEBIT };

enum nacha_use {
	NACHA_USE_UNKNOWN,
	NACHA_USE_MONEY,
	NACHA_USE_RETURN, /* x1, x6: a return, or a notification of change */
	NACHA_USE_PRENOTE, /* x3, x8 */
	NACHA_USE_ZERO, /* x4, x9: remittance without money */
	NACHA_USE_ADVICE /* 81-88: advice to a bank of what others settled */
};

struct nacha_transaction {
	enum nacha_side side;
	enum nacha_use use;
};

/* Two digits; NACHA_USE_UNKNOWN for a code the rules do not have. */
struct nacha_transaction nacha_transaction_of(struct aq_slice code);

enum nacha_sec_flag {
	NACHA_SEC_NOTICE = 1, /* its entries move no money of ours */
	NACHA_SEC_DEBITS = 2, /* debits only */
	NACHA_SEC_CREDITS = 4, /* credits only */
	NACHA_SEC_NAMED = 8, /* a name must be there */
	NACHA_SEC_SECRET = 16, /* addenda hold personal numbers: never free text */
	NACHA_SEC_IAT = 32,
	NACHA_SEC_ADV = 64,
	NACHA_SEC_RETIRED = 128,
	NACHA_SEC_CONSUMER = 256 /* the name is the payer's, whose bank or service is the company */
};

struct nacha_sec {
	const char *code;
	unsigned int flags;
	enum aq_reference_kind id_kind; /* NONE: the class has no identification */
	struct nacha_field id;
	struct nacha_field name;
	struct nacha_field addenda_count; /* first 0: the class has none */
};

/* NULL for a class the rules do not have. */
const struct nacha_sec *nacha_sec_find(struct aq_slice code);
/* Columns as in most classes; for batches whose class cannot be told. */
const struct nacha_sec *nacha_sec_usual(void);

/* The check digit of a routing number's first eight digits. */
int nacha_check_digit(const char digits[8]);

#endif
