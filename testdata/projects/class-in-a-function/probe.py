from app.make import make

local = make(5)
print(local(1).total(), local.Inner.version, local.__mro__[1].__name__, sorted(k for k in vars(local) if k[0] != "_"))
