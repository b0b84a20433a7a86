from app.manager import discover
print(discover(["app.contrib"]))
