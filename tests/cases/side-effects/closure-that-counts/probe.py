from app import cli

print(cli.main(False), cli.main(True))
