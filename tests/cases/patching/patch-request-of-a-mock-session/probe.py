from tests import test_images

print(test_images.answer(test_images.Session(), "https://harbour/berths/1"))
