# Stripe balance change from activity, itemized: every movement of the balance,
# with no word of the payout it went out with. Payouts pay out of the balance.
[stripe.balance]
like      = stripe.payout-reconciliation
summary   = Stripe balance change from activity (itemized)
match     = header balance_transaction_id|reporting_category
match     = header !automatic_payout_id
match     = header !payout_id
payout    = ""
