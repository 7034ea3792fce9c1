# Checkout.com financial actions, by payout or by day: one row for each part of
# an action. Only the holding currency adds up, to eight digits.
[checkout.financial-actions]
summary   = Checkout.com financial actions
source    = checkout
posts     = gateway
header    = find Action Type|Action ID|Payment ID|Breakdown Type|Holding Currency|Holding Currency Amount|Payout ID
currency  = [Holding Currency]
date      = [Processed On UTC]? or [Processed On] %Y-%m-%dT%H:%M:%S.%f%Z | %Y-%m-%dT%H:%M:%S.%f | %Y-%m-%dT%H:%M:%S | %Y-%m-%d %H:%M:%S
amount    = [Holding Currency Amount]
sum.instructed = [Processing Currency Amount]
sum.instructed.currency = [Processing Currency]
rate      = [FX Rate Applied]?
type      = [Breakdown Type] Capture|Charge:receipt Refund|"Partial Refund":refund "Void":adjustment *Tax*|*VAT*:tax *Reserve*:reserve *Fee*|*Interchange*:fee "Chargeback Reversal"*|Chargeback*|Dispute*:chargeback Payout*:settlement *Adjustment*|*Transfer*|"Top Up":adjustment *:error
id        = [Action ID] + [Breakdown Type]
payout    = [Payout ID]
counter   = [Payment ID]
invoice   = [Reference]?
transaction-id = [Payment ID]
