import framely
from app import totals

print(totals.total([framely.read("1,2"), framely.read("3")]), totals.total(framely.read("4")))
print(totals.Frames, "Frames" in dir(totals))
