# PayPal activity download, English. The order of day and month follows the
# user's settings: this is day first, paypal.statement is month first.
[paypal.activity]
summary   = PayPal activity download (day first)
source    = paypal
posts     = gateway
header    = find Date|TimeZone|Type|Status|Gross|Fee|Net|Transaction ID
group     = ,
currency  = [Currency]
date      = [Date] %d/%m/%Y
zone      = [TimeZone]
sum.gross = [Gross]
sum.fee   = - [Fee]
sum.net   = [Net]
type      = [Type] *Currency*Conversion*|"General Currency Conversion"|"User Initiated Currency Conversion":exchange *Withdrawal*:settlement *Refund*:refund *Chargeback*:chargeback *Hold*|*Reserve*:reserve *Reversal*:adjustment *Fee*:fee *:sign
status    = [Status]
pending   = [Status] Pending|Unclaimed|Denied
id        = [Transaction ID]
payer     = [Name]
invoice   = [Invoice Number]
counter   = [Reference Txn ID]
text      = [Subject] + [Note]
check     = row: gross - fee == net
