# VNPT Pay does not publish a layout of its reconciliation file, only the
# process: the day's file comes by mail or SFTP, and the money net of the fee.
# Put the names of your file's columns in, compare, and take `unverified` out.
# The dong has no minor unit.
[vnptpay.reconciliation]
summary   = VNPT Pay reconciliation file, a template
unverified = yes
source    = vnptpay
posts     = gateway
header    = find VNPTPAY_TRANS_ID|MERCHANT_ORDER_ID|AMOUNT|FEE|TRANS_DATE|STATUS
group     = ,
currency  = VND
date      = [TRANS_DATE] %Y%m%d%H%M%S | %Y-%m-%d %H:%M:%S | %d/%m/%Y %H:%M:%S | %d/%m/%Y
sum.gross = [AMOUNT]
sum.fee   = [FEE]
type      = [STATUS] SUCCESS|00|0:receipt REFUND*:refund *:error
id        = [VNPTPAY_TRANS_ID]
payout    = [TRANS_DATE] ~ /^(\d{8}|[\d\/-]{10})/
invoice   = [MERCHANT_ORDER_ID]
