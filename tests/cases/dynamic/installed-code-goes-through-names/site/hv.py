class Task:
    pass


lint = Task()
