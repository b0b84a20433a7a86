from app import main

main.run(["hv.load"])
