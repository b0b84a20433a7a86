from app import cli, tables

print(cli.main(), tables.load("1,2"))
