# GoCardless payouts: one row a payout. The fees are already taken off, and the
# payments in it come with the payout's transactions.
[gocardless.payouts]
summary   = GoCardless payouts
source    = gocardless
posts     = gateway
header    = find id|amount|currency|created_at|reference|status|arrival_date|transaction_fee_debit|total_payment_amount
currency  = [currency]
date      = [arrival_date] or [created_at] %Y-%m-%d | %Y-%m-%dT%H:%M:%S.%fZ | %Y-%m-%dT%H:%M:%S%Z
amount    = - [amount]
type      = [status] pending|paid:settlement bounced:notice *:error
id        = [id]
payout    = [id]
batch     = [reference]
status    = [status]
