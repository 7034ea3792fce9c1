# Stripe payments as the dashboard exports them: no payout is told, and what was
# refunded since stands in the row of the payment.
[stripe.charges]
summary  = Stripe payments, export of the dashboard
source   = stripe
posts    = gateway
header   = find id|Amount|Amount Refunded|Currency|Converted Amount|Converted Currency|Fee|Status
currency = [Currency]
date     = [Created date (UTC)|Created (UTC)] %Y-%m-%d %H:%M:%S | %Y-%m-%d %H:%M
sum.gross = [Amount]
sum.fee  = [Fee]
sum.fee.currency = [Converted Currency]
type     = [Status] Paid|Refunded|"Partial Refund"*:receipt Failed|Uncaptured|Canceled|"Requires "*|Blocked:notice *:error
status   = [Status]
id       = [id]
counter  = [id]
also.refund = - [Amount Refunded]
also.refund.type = refund
payer    = [Customer Description]? or [Customer Email]?
invoice  = [Invoice ID]?
text     = [Description]?
