from app import cli

print(cli.main(["1,2"]))
print(cli.main(["1,2", "--show"]))
