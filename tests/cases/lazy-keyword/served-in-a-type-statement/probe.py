import app
print(app.Pair.__value__, app.first.__type_params__[0].__bound__)
