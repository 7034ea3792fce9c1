# Square transactions. Cash never reaches the bank: its part is left out, and a
# row of nothing but cash is shown and posts nothing.
[square.transactions]
summary   = Square transactions
source    = square
posts     = gateway
header    = find Date|Time Zone|Gross Sales|Total Collected|Cash|Fees|Net Total|Transaction ID|Payment ID|Event Type
group     = ,
currency  = USD
date      = [Date] %Y-%m-%d | %m/%d/%Y | %m/%d/%y
value     = [Deposit Date]? %Y-%m-%d | %m/%d/%Y | %m/%d/%y
zone      = [Time Zone]
sum.gross = [Total Collected] - [Cash]
sum.gross.both = yes
sum.fee   = - [Fees]
sum.net   = [Net Total] - [Cash]
sum.net.both = yes
type      = [Event Type] Payment:receipt Refund:refund *:error
status    = [Transaction Status]?
id        = [Payment ID]
payout    = [Deposit ID]?
counter   = [Transaction ID]
payer     = [Customer Name]?
customer  = [Customer Reference ID]?
text      = [Description]
transaction-id = [Transaction ID]
order     = [Order Reference ID]?
check     = row: gross - fee == net
