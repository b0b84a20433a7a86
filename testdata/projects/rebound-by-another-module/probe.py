from app import dry, tools

print(tools.total(1, 2))
dry.dry_run()
print(tools.total(1, 2), tools.weigh(1))
