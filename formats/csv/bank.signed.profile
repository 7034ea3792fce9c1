# A bank that this program does not know, with one signed amount; bank.flag and
# bank.two-columns are the other ways a sign is written. Days are ISO: for others
# copy the profile to the home's formats/ under a name of your own and change its
# patterns. The columns needed are those named under header.
[bank.signed]
summary   = any bank: one signed amount
posts     = bank
header    = find Account|Date|Description|Amount|Currency
match     = header !Direction
match     = header !Type
match     = header !Status
match     = header !State
match     = header !Fee
group     = ,
currency  = [Currency]
date      = [Date] %Y-%m-%d
value     = [Value Date]? %Y-%m-%d
amount    = [Amount]
account   = [Account]
id        = [Transaction ID]?
payer     = [Name]?
payer.account = [Counter Account]?
reference = [Reference]?
text      = [Description]
