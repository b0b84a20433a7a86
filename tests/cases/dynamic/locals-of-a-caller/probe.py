from app import main

main.asked()
print(main.matched(), main.free())
