# Razorpay combined settlement report of the dashboard: rupees, and the fee told
# without its tax.
[razorpay.combined]
summary   = Razorpay combined settlement report (rupees)
source    = razorpay
posts     = gateway
header    = find transaction_entity|entity_id|amount|currency|fee (exclusive tax)|tax|debit|credit|settlement_id|settled_at|settlement_utr
group     = ,
currency  = [currency]
date      = [settled_at] or [entity_created_at] %d/%m/%Y %H:%M:%S | %Y-%m-%d %H:%M:%S | %d/%m/%Y | %Y-%m-%d
value     = [payment_captured_at]? or [entity_created_at]? %d/%m/%Y %H:%M:%S | %Y-%m-%d %H:%M:%S | %d/%m/%Y | %Y-%m-%d
sum.fee   = [fee (exclusive tax)] + [tax]
sum.tax   = [tax]
sum.net   = [credit] - [debit]
type      = [transaction_entity] payment:receipt refund:refund transfer:outgoing adjustment*|reversal*:adjustment settlement*:settlement *:error
id        = [entity_id]
payout    = [settlement_id]
batch     = [settlement_utr]
order     = [order_id]?
invoice   = [order_receipt]?
text      = [entity_description]?
transaction-id = [entity_id]
