# Z-Payment answers by interface only and publishes no file: a template for an
# export of your own making, with the names of that interface.
[z-payment.operations]
summary   = Z-Payment operations, a template
unverified = yes
source    = z-payment
posts     = gateway
header    = find LMI_SYS_TRANS_NO|LMI_PAYMENT_NO|LMI_PAYMENT_AMOUNT|LMI_SYS_TRANS_DATE|LMI_PAYER_PURSE
currency  = RUB
date      = [LMI_SYS_TRANS_DATE] %Y%m%d %H:%M:%S | %Y-%m-%d %H:%M:%S | %d.%m.%Y %H:%M:%S
sum.gross = [LMI_PAYMENT_AMOUNT]
sum.fee   = [FEE]?
id        = [LMI_SYS_TRANS_NO]
payer.account = [LMI_PAYER_PURSE]
invoice   = [LMI_PAYMENT_NO]
text      = [LMI_PAYMENT_DESC]?
