from collections import UserDict


class Signal:
    def __init__(self):
        self.receivers = []

    def connect(self, function):
        self.receivers.append(function)
        return function


class Signals(dict):
    def signal(self, name):
        try:
            return self[name]
        except KeyError:
            return self.setdefault(name, Signal())


class Steps(UserDict):
    def add(self, name, function):
        self.data[name] = function


signals = Signals()
steps = Steps()
