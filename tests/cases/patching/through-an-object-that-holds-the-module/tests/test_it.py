from app.main import ctx, main
class Fake:
    def total(self): return "fake"
ctx.core.read = lambda text: Fake()
print(main())
