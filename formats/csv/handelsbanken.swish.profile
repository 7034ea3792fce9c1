# Handelsbanken Swish report: no header; 01 begins, 02 is a payment, 03 ends.
# SWH is a payment in, SWR its refund, SWT a refund that came back, SWU a payment
# out and SWZ one that came back. The bank's statement holds the same money in
# one line a day and number.
[handelsbanken.swish]
summary   = Handelsbanken Swish report, commas
source    = swish
posts     = gateway
header    = none
record    = $1
data      = 02
control   = 01|03
match     = $7 SWH|SWR|SWT|SWU|SWZ
currency  = $9
date      = $6 %Y-%m-%d
amount    = $8
amount.sign = $7 SWH|SWT|SWZ:+ SWR|SWU:-
type      = $7 SWH:receipt SWR:refund SWT|SWZ:adjustment SWU:outgoing *:error
id        = $12
payout    = $5 + $6
payer     = $11
payer.account = $10
text      = $13

# The same with semicolons, and a decimal comma.
[handelsbanken.swish-semicolon]
like      = handelsbanken.swish
summary   = Handelsbanken Swish report, semicolons
delimiter = ;
decimal   = ,
