from app.names import *

print(Keel(1), weigh(1), both())
