# Shopify Payments, the transactions of payouts (plain CSV). Rows of a payout that
# has not been sent yet are shown only; the payout itself is no row. Older files
# have no payout number: there its day tells them apart.
[shopify.payouts]
summary   = Shopify Payments, transactions of payouts
posts     = gateway
header    = find Transaction Date|Type|Order|Payout Status|Payout Date|Net
currency  = [Currency]
date      = [Transaction Date] %Y-%m-%d %H:%M:%S %z
value     = [Available On]? %Y-%m-%d | %Y/%m/%d
sum.gross = [Amount]
sum.fee   = [Fee]
sum.net   = [Net]
type      = [Type] charge:receipt refund*:refund dispute*|chargeback*:chargeback reserve*:reserve adjustment|credit|debit:adjustment payout*:settlement *:error
pending   = [Payout Status] pending|scheduled
payout    = [Payout ID]? or [Payout Date]
order     = [Order] ~ /#?(.+)/
id        = [Checkout]? + [Order] + [Type] + [Transaction Date]
check.row = row: gross - fee == net
