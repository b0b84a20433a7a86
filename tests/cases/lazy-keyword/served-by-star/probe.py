import app
import everything
print(everything.VALUE, everything.make(2).size, everything.size())
