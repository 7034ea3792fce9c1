# dLocal settlement report: one header for the totals, one for the rows.
# Rows have six digits; the totals are rounded to two.
[dlocal.settlement]
summary   = dLocal settlement report
source    = dlocal
posts     = gateway
record    = $1
header    = record ROW_TYPE
data      = ADJUSTMENT|CAPTURE|PAYMENT|REFUND|CHARGEBACK|SETTLEMENT_FEE
control   = HEADER
match     = header ROW_TYPE|DLOCAL_TRANSACTION_ID|GROSS_AMOUNT|FEE_AMOUNT|NET_AMOUNT
carry.currency = record HEADER [SETTLEMENT_CURRENCY]
carry.transfer = record HEADER [TRANSFER_ID]
carry.day      = record HEADER [TRANSFER_DATE]
declare.count = record HEADER [NUMBER_OF_ITEMS]
declare.gross = record HEADER [GROSS_TOTAL_AMOUNT]
declare.net   = record HEADER [NET_TOTAL_AMOUNT]
currency  = {currency}
date      = [APPROVED_DATE] or [CREATION_DATE] or {day} %Y-%m-%d %H:%M:%S | %Y-%m-%d
sum.gross = [GROSS_AMOUNT]
sum.fee   = - [FEE_AMOUNT]
sum.net   = [NET_AMOUNT]
sum.instructed = [LOCAL_AMOUNT]
sum.instructed.currency = [LOCAL_CURRENCY]
rate      = [FX_RATE]
type      = [ROW_TYPE] CAPTURE|PAYMENT:receipt REFUND:refund CHARGEBACK:chargeback SETTLEMENT_FEE:fee ADJUSTMENT:adjustment *:error
status    = [STATUS]
id        = [DLOCAL_TRANSACTION_ID]
payout    = {transfer}
invoice   = [TRANSACTION_ID]
text      = [DESCRIPTION]
check     = row: gross - fee == net
check     = warn file: sum(net) == {net} within 0.005
check     = warn file: count() == {count}
