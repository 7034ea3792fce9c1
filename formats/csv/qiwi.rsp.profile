# QIWI RSP report: the first row of a day is the bank's payment, negative.
[qiwi.rsp]
summary   = QIWI RSP settlement report
unverified = yes
source    = qiwi
posts     = gateway
delimiter = ;
decimal   = ,
header    = find BANK_DATA_DOC|BANK_VALUE_DOC|SUM_BANK|TRANS_DATE|TRANSACTION_ID|SUM|COMMISSION|PURPOSE|SETTLEMENT_AMOUNT
currency  = RUB
date      = [TRANS_DATE] or [BANK_VALUE_DOC] or [BANK_DATA_DOC] %d.%m.%Y %H:%M:%S | %d.%m.%Y
sum.gross = [SUM] + [SUM_BANK]
sum.gross.both = yes
sum.fee   = [COMMISSION]
sum.net   = [SETTLEMENT_AMOUNT]
type      = [PURPOSE] SETTLEMENT:settlement *REFUND*:refund *CHARGEBACK*:chargeback PAYMENT|SALE|CAPTURE:receipt *:error
id        = [TRANSACTION_ID] or [PURPOSE] + [BANK_DATA_DOC]
payout    = [BANK_VALUE_DOC]
invoice   = [ORDER_ID]?
check     = row: gross - fee == net
