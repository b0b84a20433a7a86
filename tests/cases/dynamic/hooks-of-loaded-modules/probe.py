from app import main
print(main.hooks(), main.run())
