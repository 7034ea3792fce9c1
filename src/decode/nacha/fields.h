/*
 * fields.h - where each field of a NACHA record stands, and what it is called.
 *
 * Columns count from 1 and include both ends, as rule books print them. The
 * names are those of the rules, so that a finding can be looked up there.
 */
#ifndef NACHA_FIELDS_H
#define NACHA_FIELDS_H

#include <stdint.h>

struct nacha_field {
	uint8_t first; /* 0: no one field is meant */
	uint8_t last;
	const char *name;
};

#define NACHA_FIELD(first, last, name) ((struct nacha_field){(first), (last), (name)})

#define NACHA_NO_FIELD	  NACHA_FIELD(0, 0, "")
#define NACHA_RECORD_TYPE NACHA_FIELD(1, 1, "Record Type Code")
#define NACHA_WHOLE	  NACHA_FIELD(1, 94, "record")

/* 1, file header */
#define NACHA_FILE_PRIORITY    NACHA_FIELD(2, 3, "Priority Code")
#define NACHA_FILE_DESTINATION NACHA_FIELD(4, 13, "Immediate Destination")
#define NACHA_FILE_ORIGIN      NACHA_FIELD(14, 23, "Immediate Origin")
#define NACHA_FILE_DATE	       NACHA_FIELD(24, 29, "File Creation Date")
#define NACHA_FILE_SIZES       NACHA_FIELD(35, 40, "Record Size, Blocking Factor, Format Code")

/* 5, batch header */
#define NACHA_HEAD_CLASS       NACHA_FIELD(2, 4, "Service Class Code")
#define NACHA_HEAD_NAME	       NACHA_FIELD(5, 20, "Company Name")
#define NACHA_HEAD_COMPANY     NACHA_FIELD(41, 50, "Company Identification")
#define NACHA_HEAD_SEC	       NACHA_FIELD(51, 53, "Standard Entry Class Code")
#define NACHA_HEAD_DESCRIPTION NACHA_FIELD(54, 63, "Company Entry Description")
#define NACHA_HEAD_EFFECTIVE   NACHA_FIELD(70, 75, "Effective Entry Date")
#define NACHA_HEAD_SETTLEMENT  NACHA_FIELD(76, 78, "Settlement Date (Julian)")
#define NACHA_HEAD_ODFI	       NACHA_FIELD(80, 87, "Originating DFI Identification")
#define NACHA_HEAD_NUMBER      NACHA_FIELD(88, 94, "Batch Number")
#define NACHA_IAT_FROM_MONEY   NACHA_FIELD(64, 66, "ISO Originating Currency Code")
#define NACHA_IAT_TO_MONEY     NACHA_FIELD(67, 69, "ISO Destination Currency Code")

/* 6, entry detail */
#define NACHA_ENTRY_CODE      NACHA_FIELD(2, 3, "Transaction Code")
#define NACHA_ENTRY_RDFI      NACHA_FIELD(4, 11, "Receiving DFI Identification")
#define NACHA_ENTRY_DIGIT     NACHA_FIELD(12, 12, "Check Digit")
#define NACHA_ENTRY_ROUTING   NACHA_FIELD(4, 12, "Receiving DFI Identification")
#define NACHA_ENTRY_ACCOUNT   NACHA_FIELD(13, 29, "DFI Account Number")
#define NACHA_ENTRY_AMOUNT    NACHA_FIELD(30, 39, "Amount")
#define NACHA_ENTRY_INDICATOR NACHA_FIELD(79, 79, "Addenda Record Indicator")
#define NACHA_ENTRY_TRACE     NACHA_FIELD(80, 94, "Trace Number")
#define NACHA_IAT_ACCOUNT     NACHA_FIELD(40, 74, "Foreign Receiver's Account Number")
#define NACHA_ADV_ACCOUNT     NACHA_FIELD(13, 27, "DFI Account Number")
#define NACHA_ADV_AMOUNT      NACHA_FIELD(28, 39, "Amount")

/* 7, addenda */
#define NACHA_ADDENDA_TYPE     NACHA_FIELD(2, 3, "Addenda Type Code")
#define NACHA_ADDENDA_TEXT     NACHA_FIELD(4, 83, "Payment Related Information")
#define NACHA_ADDENDA_SEQUENCE NACHA_FIELD(84, 87, "Addenda Sequence Number")
#define NACHA_ADDENDA_ENTRY    NACHA_FIELD(88, 94, "Entry Detail Sequence Number")
#define NACHA_POS_SERIAL       NACHA_FIELD(20, 25, "Transaction Serial Number")
#define NACHA_POS_LOCATION     NACHA_FIELD(36, 79, "Terminal Location")
#define NACHA_RETURN_CODE      NACHA_FIELD(4, 6, "Return Reason Code")
#define NACHA_RETURN_TRACE     NACHA_FIELD(7, 21, "Original Entry Trace Number")
#define NACHA_RETURN_INFO      NACHA_FIELD(36, 79, "Addenda Information")
#define NACHA_IAT_RETURN_INFO  NACHA_FIELD(46, 79, "Addenda Information")
#define NACHA_DISHONOR_TRACE   NACHA_FIELD(39, 53, "Return Trace Number")
#define NACHA_DISHONOR_INFO    NACHA_FIELD(59, 79, "Addenda Information")
#define NACHA_CONTEST_TRACE    NACHA_FIELD(59, 73, "Dishonored Return Trace Number")
#define NACHA_CHANGE_CODE      NACHA_FIELD(4, 6, "Change Code")
#define NACHA_CHANGE_DATA      NACHA_FIELD(36, 64, "Corrected Data")
#define NACHA_IAT_TYPE	       NACHA_FIELD(4, 6, "Transaction Type Code")
#define NACHA_IAT_AMOUNT       NACHA_FIELD(7, 24, "Foreign Payment Amount")
#define NACHA_IAT_TRACE	       NACHA_FIELD(25, 46, "Foreign Trace Number")
#define NACHA_IAT_RECEIVER     NACHA_FIELD(47, 81, "Receiving Company Name or Individual Name")
#define NACHA_IAT_ORIGINATOR   NACHA_FIELD(4, 38, "Originator Name")
#define NACHA_IAT_RECEIVER_ID  NACHA_FIELD(4, 18, "Receiver Identification Number")

/* 8, batch control */
#define NACHA_END_CLASS	      NACHA_FIELD(2, 4, "Service Class Code")
#define NACHA_END_COUNT	      NACHA_FIELD(5, 10, "Entry/Addenda Count")
#define NACHA_END_HASH	      NACHA_FIELD(11, 20, "Entry Hash")
#define NACHA_END_DEBITS      NACHA_FIELD(21, 32, "Total Debit Entry Dollar Amount")
#define NACHA_END_CREDITS     NACHA_FIELD(33, 44, "Total Credit Entry Dollar Amount")
#define NACHA_END_COMPANY     NACHA_FIELD(45, 54, "Company Identification")
#define NACHA_END_ODFI	      NACHA_FIELD(80, 87, "Originating DFI Identification")
#define NACHA_END_NUMBER      NACHA_FIELD(88, 94, "Batch Number")
#define NACHA_ADV_END_DEBITS  NACHA_FIELD(21, 40, "Total Debit Entry Dollar Amount")
#define NACHA_ADV_END_CREDITS NACHA_FIELD(41, 60, "Total Credit Entry Dollar Amount")

/* 9, file control */
#define NACHA_TOTAL_BATCHES	NACHA_FIELD(2, 7, "Batch Count")
#define NACHA_TOTAL_BLOCKS	NACHA_FIELD(8, 13, "Block Count")
#define NACHA_TOTAL_COUNT	NACHA_FIELD(14, 21, "Entry/Addenda Count")
#define NACHA_TOTAL_HASH	NACHA_FIELD(22, 31, "Entry Hash")
#define NACHA_TOTAL_DEBITS	NACHA_FIELD(32, 43, "Total Debit Entry Dollar Amount in File")
#define NACHA_TOTAL_CREDITS	NACHA_FIELD(44, 55, "Total Credit Entry Dollar Amount in File")
#define NACHA_ADV_TOTAL_DEBITS	NACHA_FIELD(32, 51, "Total Debit Entry Dollar Amount in File")
#define NACHA_ADV_TOTAL_CREDITS NACHA_FIELD(52, 71, "Total Credit Entry Dollar Amount in File")

#endif
