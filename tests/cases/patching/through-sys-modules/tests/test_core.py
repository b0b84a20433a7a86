import sys
import app.core
mod = sys.modules["app.core"]
old = mod.read
mod.read = lambda t: old(t + ",9")
print(app.core.total("1"))
