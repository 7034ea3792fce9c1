# Nordea Sweden. "Reserverat" stands for the day of what is not booked yet; every
# line ends with a delimiter.
[nordea.se]
summary   = Nordea Sweden, account
posts     = bank
delimiter = ;
decimal   = ,
group     = space
header    = find Bokföringsdag|Belopp|Avsändare|Mottagare|Saldo|Valuta
currency  = [Valuta]
date      = [Bokföringsdag] %Y/%m/%d | %Y-%m-%d
pending   = [Bokföringsdag] Reserverat
amount    = [Belopp]
balance   = [Saldo]
payer     = [Namn]
payer.account = [Avsändare]
payee     = [Namn]
payee.account = [Mottagare]
text      = [Rubrik|Ytterligare detaljer]
text      = [Meddelande]?
