from app import resources

one = resources.Table()
other = resources.Both()
print(one.picture())
