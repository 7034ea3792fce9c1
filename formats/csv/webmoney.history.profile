# WebMoney answers by interface only and publishes no file: a template for an
# export of your own making, with the names of that interface.
[webmoney.history]
summary   = WebMoney purse history, a template
unverified = yes
source    = webmoney
posts     = gateway
header    = find tranid|pursesrc|pursedest|amount|comiss|datecrt|wminvid
currency  = [currency]
date      = [datecrt] %Y%m%d %H:%M:%S | %Y-%m-%d %H:%M:%S | %d.%m.%Y %H:%M:%S
sum.gross = [amount]
sum.fee   = [comiss]
type      = [opertype]? 0:sign 4|12:chargeback *:sign
id        = [tranid]
payer     = [corrwm]?
payer.account = [pursesrc]
invoice   = [orderid]?
reference = [wminvid]
text      = [desc]?
