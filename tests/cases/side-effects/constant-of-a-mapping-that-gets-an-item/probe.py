from app import cli

cli.main()
