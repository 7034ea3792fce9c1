# Stripe's older payments export: gross only, no payout; failed rows are no money.
# What was refunded since stands in the row of the payment.
[stripe.payments]
summary  = Stripe payments export
source   = stripe
posts    = gateway
header   = find id|amount|converted_amount|fee|converted_currency|status|captured
currency = [currency]
date     = [created] %Y-%m-%d %H:%M | %Y-%m-%d %H:%M:%S
sum.gross = [amount]
sum.fee   = [fee]
sum.fee.currency = [converted_currency]
skip     = [status] Failed
type     = [status] Paid|Refunded|"Partial Refund"*:receipt *:error
id       = [id]
counter  = [id]
also.refund = - [amount_refunded]?
also.refund.type = refund
payer    = [customer_description]
invoice  = [invoice_id]
text     = [description]
