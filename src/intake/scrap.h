/*
 * scrap.h - how files are called that are being written and not complete yet.
 */
#ifndef AQ_INTAKE_SCRAP_H
#define AQ_INTAKE_SCRAP_H

/* What the temporary names of aq_writer and of the archive begin with; no
 * claim, archived or rejected file does, since a dot in front is escaped. */
#define AQ_SCRAP_HEAD ".tmp-"

#endif
