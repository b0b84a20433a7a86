import app

if __name__ == "__main__":
    print(app.Tug().weight())
