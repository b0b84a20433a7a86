import main

main.main()
