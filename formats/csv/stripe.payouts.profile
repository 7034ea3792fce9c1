# Stripe payouts, itemized: one row a payout, without the payments in it. A row
# declares what the bank will bring; one that failed or was cancelled does not.
[stripe.payouts]
summary   = Stripe payouts (itemized)
source    = stripe
posts     = gateway
match     = header payout_id|reporting_category|balance_transaction_id|payout_status
header    = first
currency  = [currency]
date      = [effective_at]? or [effective_at_utc]? %Y-%m-%d %H:%M:%S
value     = [payout_expected_arrival_date]? %Y-%m-%d %H:%M:%S | %Y-%m-%d
sum.gross = [gross]
sum.fee   = [fee]
sum.net   = [net]
type      = [reporting_category] payout|payout_reversal:settlement *:error
status    = [payout_status]
pending   = [payout_status] failed|canceled
id        = "declared" + [balance_transaction_id]
payout    = [payout_id]
batch     = [trace_id]?
text      = [payout_description]? + [description]?
check     = row: gross - fee == net
