from app import images

names = images.make()
print(names())


class Other:
    def images(self):
        return []


images.Client = Other
print(names())
