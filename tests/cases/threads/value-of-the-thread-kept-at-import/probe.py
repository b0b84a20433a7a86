from app import main

main.run()
