# VNPAY does not publish a layout of its reconciliation file, only the
# process: the day's file comes by mail or SFTP, and the money net of the fee.
# Put the names of your file's columns in, compare, and take `unverified` out.
# The dong has no minor unit.
[vnpay.reconciliation]
like      = vnptpay.reconciliation
summary   = VNPAY reconciliation file, a template
source    = vnpay
header    = find vnp_TransactionNo|vnp_TxnRef|vnp_Amount|vnp_PayDate|vnp_ResponseCode
# The interface of VNPAY has amounts times a hundred.
minor     = 2
date      = [vnp_PayDate] %Y%m%d%H%M%S
sum.gross = [vnp_Amount]
sum.fee   = [fee]?
type      = [vnp_ResponseCode] 00:receipt *:error
id        = [vnp_TransactionNo]
payout    = [vnp_PayDate] ~ /^(\d{8})/
invoice   = [vnp_TxnRef]
text      = [vnp_OrderInfo]?
