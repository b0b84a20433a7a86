import os

SERVER = os.environ.get("APP_SERVER", "nowhere")


def server():
    return SERVER
