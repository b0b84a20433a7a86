import os

os.environ["STRICT"] = os.environ["TOKEN"] = os.environ["MODE"] = "bad"
try:
    from app import main
except ValueError as error:
    print("stopped", error)
else:
    main.main()
