# Revolut account statement (2022 layout). Rows that are not completed have no
# completion date and no balance.
[revolut.account]
summary   = Revolut account statement
posts     = bank
header    = first
match     = header Type|Product|Started Date|Completed Date|State|Balance
currency  = [Currency]
date      = [Completed Date] or [Started Date] %Y-%m-%d %H:%M:%S
amount    = [Amount]
sum.fee   = [Fee]?
status    = [State]
text      = [Description]
select    = [State] COMPLETED|PENDING|REVERTED
pending   = [State] PENDING|REVERTED
