import decimal

PREC = decimal.DefaultContext.prec
