import app
print(app.ask('heavy.VALUE + 1'))
app.run('print(heavy.make(3).size)')
