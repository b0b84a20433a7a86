import start

start.main()
