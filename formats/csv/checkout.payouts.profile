# Checkout.com payouts: one row a payout, its parts in columns. The parts are
# told again by the settlement breakdown, so the row only declares a deposit.
[checkout.payouts]
summary   = Checkout.com payouts
source    = checkout
posts     = gateway
header    = find Payout ID|Payout Date|Payout Amount|Merchant Payout Fees|Holding Currency
currency  = [Holding Currency]
date      = [Payout Date] %Y-%m-%dT%H:%M:%S.%f | %Y-%m-%dT%H:%M:%S | %Y-%m-%d
amount    = - [Payout Amount]
type      = [Payout ID] *:settlement
id        = [Payout ID]
payout    = [Payout ID]
