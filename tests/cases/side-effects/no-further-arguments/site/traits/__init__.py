from traits.warn import should_warn


class Trait:
    def __init__(self, default=None, help=None, **kwargs):
        self.default = default
        if len(kwargs) > 0:
            should_warn(("metadata", *sorted(kwargs)))


class Instance(Trait):
    def __init__(self, klass=None, args=None, **kwargs):
        self.klass = klass
        super().__init__(**kwargs)


class Dict(Instance):
    def __init__(self, default_value=None, **kwargs):
        super().__init__(klass=dict, args=(default_value,), **kwargs)


class Entered(Trait):
    def __init__(self, name, **kwargs):
        self.name = name
        for part in name.split():
            if kwargs:
                should_warn(("entered", name))
            kwargs[part] = 1


class Late:
    def __init__(self, *rest):
        more = list(rest)

        def add(value):
            more.append(value)

        def tell():
            if more:
                should_warn(("late", *more))

        self.add, self.tell = add, tell
