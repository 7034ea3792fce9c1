[paypal.statement]
summary   = PayPal statement download (month first)
source    = paypal
posts     = gateway
header    = find Date|Time Zone|Description|Gross|Fee|Net|Balance|Transaction ID
group     = ,
currency  = [Currency]
date      = [Date] %m/%d/%Y
zone      = [Time Zone]
sum.gross = [Gross]
sum.fee   = - [Fee]
sum.net   = [Net]
type      = [Description] *Conversion*:exchange *Withdrawal*:settlement *Refund*:refund *Chargeback*:chargeback *Hold*|*Reserve*:reserve *Reversal*:adjustment *Fee*:fee *:sign
id        = [Transaction ID]
payer     = [Name]
invoice   = [Invoice ID]
counter   = [Reference Txn ID]
check     = row: gross - fee == net
