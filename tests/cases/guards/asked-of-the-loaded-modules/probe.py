from app import main

main.main()
