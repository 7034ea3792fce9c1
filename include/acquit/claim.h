/*
 * claim.h - what we rely on, checked in every build.
 *
 * A failed claim is a fault of acquit, never of its input: the process says
 * where, and ends with exit status 7.
 */
#ifndef ACQUIT_CLAIM_H
#define ACQUIT_CLAIM_H

_Noreturn void aq_claim_failed(const char *claim, const char *file, int line);

#define AQ_CLAIM(claim) ((claim) ? (void)0 : aq_claim_failed(#claim, __FILE__, __LINE__))

#endif
