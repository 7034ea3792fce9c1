# Razorpay settlement recon, as the API has it: paise, seconds since 1970, and
# credit already less the fee, which includes its tax.
[razorpay.settlement-recon]
summary   = Razorpay settlement recon (paise)
source    = razorpay
posts     = gateway
header    = find entity_id|type|debit|credit|amount|currency|fee|tax|settled|settled_at|settlement_id|settlement_utr
minor     = 2
currency  = [currency]
date      = [settled_at] or [created_at] %s | %Y-%m-%d %H:%M:%S | %d/%m/%Y %H:%M:%S
value     = [created_at] %s | %Y-%m-%d %H:%M:%S | %d/%m/%Y %H:%M:%S
sum.fee   = [fee]
sum.tax   = [tax]
sum.net   = [credit] - [debit]
type      = [type] payment:receipt refund:refund transfer:outgoing adjustment*:adjustment settlement*:settlement *:error
id        = [entity_id]
payout    = [settlement_id]
batch     = [settlement_utr]
counter   = [payment_id]?
order     = [order_id]?
invoice   = [order_receipt]?
text      = [description]?
transaction-id = [payment_id]?
