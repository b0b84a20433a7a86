from app import start

print(start.has(), start.size(), start.height())
