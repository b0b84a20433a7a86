import app
print('end')
