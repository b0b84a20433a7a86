from app import main

print(main.state())
print(main.all_of_it("s9://here/x"))
