from app import main

main.prepare()
print(main.same(), main.rest())
