# Stripe payout reconciliation, itemized. The user picks the columns, so only
# the core ones are required. Amounts are in major units, signed.
[stripe.payout-reconciliation]
summary   = Stripe payout reconciliation (itemized)
source    = stripe
posts     = gateway
match     = header balance_transaction_id|reporting_category|automatic_payout_id
header    = first
currency  = [currency]
date      = [created]? or [created_utc]? %Y-%m-%d %H:%M:%S
value     = [available_on]? or [available_on_utc]? %Y-%m-%d %H:%M:%S
sum.gross = [gross]
sum.fee   = [fee]
sum.net   = [net]
type      = [reporting_category] charge:receipt payment:receipt refund:refund refund_failure:refund partial_capture_reversal:refund dispute:chargeback dispute_reversal:chargeback fee:fee network_cost:fee payout:settlement payout_reversal:settlement payout_minimum_balance_hold:reserve payout_minimum_balance_release:reserve transfer:outgoing transfer_reversal:adjustment risk_reserved_funds:reserve reserve_transaction:reserve connect_collection_transfer:adjustment connect_reserved_funds:reserve platform_earning:receipt platform_earning_refund:refund topup:adjustment topup_reversal:adjustment tax:tax advance:adjustment advance_funding:adjustment anticipation_repayment:adjustment contribution:adjustment obligation:adjustment other_adjustment:adjustment *:error
id        = [balance_transaction_id]
payout    = [automatic_payout_id]
counter   = [charge_id]? or [payment_intent_id]?
invoice   = [invoice_number]?
order     = [payment_metadata[order_id]]?
transaction-id = [source_id]?
batch     = [trace_id]?
text      = [description]?
check     = row: gross - fee == net
