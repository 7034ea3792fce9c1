/*
 * nacha.h - which batches a NACHA file is made of.
 */
#ifndef BENCH_NACHA_H
#define BENCH_NACHA_H

#include "world.h"

/* Our own originations, whose debits are money in, and what the bank sends. */
enum nacha_class {
	OWN_PPD = 1,
	OWN_CCD = 2,
	BANK_PPD = 4,
	BANK_CCD = 8,
	BANK_CTX = 16,
	BANK_CIE = 32,
};

#define NACHA_OWN_COMPANY "1912345678"

#endif
