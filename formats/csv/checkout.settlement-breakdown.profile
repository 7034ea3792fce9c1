[checkout.settlement-breakdown]
summary   = Checkout.com settlement breakdown
source    = checkout
posts     = gateway
header    = find Type|Payment ID|Holding Currency|Payout ID|Gross In Holding Currency|Deduction In Holding Currency|Net In Holding Currency
currency  = [Holding Currency]
date      = [Processed On] %Y-%m-%dT%H:%M:%S.%f
value     = [Available On] %Y-%m-%dT%H:%M:%S.%f
sum.gross = [Gross In Holding Currency]
sum.fee   = - [Deduction In Holding Currency]
sum.net   = [Net In Holding Currency]
sum.tax   = - [Tax In Holding Currency]?
rate      = [FX Rate Applied]?
type      = [Type] Charge|Capture:receipt Refund:refund Chargeback*:chargeback Void:fee "Merchant Payout":fee "Network Token"*|"Account Updater"*|*Fee*:fee *Reserve*:reserve *Adjustment*:adjustment *:error
id        = [Payment ID] + [Type]
payout    = [Payout ID]
invoice   = [Reference]
transaction-id = [Payment ID]
check     = row: gross - fee == net
