import heavy

SIZE = heavy.VALUE
