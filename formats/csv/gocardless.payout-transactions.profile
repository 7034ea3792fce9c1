# GoCardless payout reconciliation: the payments, refunds, failures and fees of
# payouts. A later failure takes its payment out of a later payout.
[gocardless.payout-transactions]
summary   = GoCardless payout reconciliation, transactions
unverified = yes
source    = gocardless
posts     = gateway
header    = find payouts.id|payouts.arrival_date|gross_amount|gocardless_fees|app_fees|net_amount
currency  = [payouts.currency]? or [currency]?
date      = [payouts.arrival_date] %Y-%m-%d | %d/%m/%Y
sum.gross = [gross_amount]
sum.fee   = [gocardless_fees] + [app_fees]
sum.net   = [net_amount]
type      = [resource_type]? *refund*:refund *charged_back*|*chargeback*:chargeback *failed*:return *fee*:fee *:sign
id        = [resources.id]? or [payments.id]? + [resource_type]?
payout    = [payouts.id]
batch     = [payouts.reference]?
counter   = [payments.id]?
customer  = [customers.metadata.customer_no]?
payer     = [customers.company_name]? or [customers.given_name]? + [customers.family_name]?
invoice   = [payments.metadata.invoice_no]?
transaction-id = [payments.id]?
text      = [resources.description]? or [payments.description]?
check     = row: gross - fee == net
