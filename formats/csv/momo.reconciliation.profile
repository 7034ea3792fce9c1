# MoMo does not publish a layout of its reconciliation file, only the
# process: the day's file comes by mail or SFTP, and the money net of the fee.
# Put the names of your file's columns in, compare, and take `unverified` out.
# The dong has no minor unit.
[momo.reconciliation]
like      = vnptpay.reconciliation
summary   = MoMo reconciliation file, a template
source    = momo
header    = find transId|orderId|amount|responseTime|resultCode
date      = [responseTime] %s | %Y-%m-%d %H:%M:%S | %d/%m/%Y %H:%M:%S
sum.gross = [amount]
sum.fee   = [fee]?
type      = [resultCode] 0:receipt *:error
id        = [transId]
payout    = [settlementDate]?
invoice   = [orderId]
text      = [orderInfo]?
