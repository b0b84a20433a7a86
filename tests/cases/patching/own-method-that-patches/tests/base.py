class Base:
    def swap(self, target, name, value):
        setattr(target, name, value)
