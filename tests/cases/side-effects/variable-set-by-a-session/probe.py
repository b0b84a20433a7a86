from app import main, sets, session

sets.set_plain()
print(session.Session().run())
print(main.size())
