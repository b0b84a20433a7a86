import app
import colorsys
print('colorsys' in app.SEEN)
