from app import main

main.prepare()
main.show()
