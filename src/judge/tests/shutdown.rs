//! Names that functions use which may run while the interpreter shuts down.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

#[test]
fn shutdown() {
    let source = "import dockyard\n\nclass A:\n    def __del__(self):\n        dockyard.connect()\n";
    check_kept(source, "app.images", Code::Shutdown);
    let nested = "import dockyard\n\nclass A:\n    def __del__(self):\n        def close():\n            dockyard.connect()\n        close()\n";
    check_kept(nested, "app.images", Code::Shutdown);
    let closing = "import dockyard\n\nclass A:\n    def __exit__(self, *error):\n        dockyard.connect()\n";
    check_deferred(closing, "app.images", &LOCAL);
}

#[test]
fn shutdown_through_another_method() {
    let source = "
        import dockyard

        class Harbor:
            def close(self):
                dockyard.connect()

            def __del__(self):
                self.close()
        ";
    check_kept(source, "app.images", Code::Shutdown);
}

/// However deep the classes are that inherit from each other: nothing else is below them.
#[test]
fn shutdown_in_a_deep_hierarchy() {
    let chain = |ends: &str| {
        let mut source = String::from("import dockyard\n\nclass C0:\n    def __del__(self):\n        self.close()\n\n");
        for deep in 1..12 {
            source += &format!("class C{deep}(C{}):\n    pass\n\n", deep - 1);
        }
        source + ends
    };
    let close = "    def close(self):\n        dockyard.connect()\n";
    let (below, beside) = (
        chain(&format!("class Last(C11):\n{close}")),
        chain(&format!("class Other:\n{close}")),
    );
    check_kept(below.as_str(), "app.images", Code::Shutdown);
    check_deferred(beside.as_str(), "app.images", &LOCAL);
}

/// Bases by the names of other classes, by star imports, and out of tables.
#[test]
fn shutdown_by_bases_of_other_forms() {
    let base = "class Base:\n    def __del__(self):\n        self.close()\n";
    let closer = "import dockyard\n\nclass Closer:\n    def close(self):\n        dockyard.connect()\n";
    let nested = "import dockyard\n\nclass Outer:\n    class Base:\n        def __del__(self):\n            self.close()\n\nclass A(Outer.Base):\n    def close(self):\n        dockyard.connect()\n";
    check_kept(nested, "app.images", Code::Shutdown);
    let among = |both: &str| Case::from(closer).and(&[("app.base", base), ("app.both", both)]);
    for both in [
        "from app.base import *\nfrom app.images import Closer\n\nclass A(Closer, Base):\n    pass\n",
        "from app.base import Base\nfrom app.images import Closer\n\nT = {'b': Base}\n\nclass A(Closer, T['b']):\n    pass\n",
        "from app import base\nfrom app.images import Closer\n\nclass A(Closer, base.Base):\n    pass\n",
    ] {
        check_kept(among(both), "app.images", Code::Shutdown);
    }
    let apart = "from app.base import *\nfrom app.images import Closer\n\nclass A(Base):\n    pass\n\nclass B(Closer, ValueError):\n    pass\n";
    check_deferred(among(apart), "app.images", &LOCAL);
}

const CLOSER: &str = "import dockyard\n\nclass Closer:\n    def close(self):\n        dockyard.connect()\n";

/// Classes that calls make of others, and methods that are put on a class while it is made.
#[test]
fn shutdown_of_classes_that_are_put_together() {
    let base = "class Base:\n    def __del__(self):\n        self.close()\n";
    let among = |both: &str| {
        let both = format!(
            "import io, types\nfrom dataclasses import make_dataclass\nfrom app.base import Base\nfrom app.images import Closer\n\n{both}\n"
        );
        Case::from(CLOSER).and(&[("app.base", base), ("app.both", &both)])
    };
    for both in [
        "A = type('A', (Closer, Base), {})",
        "A = type(Base)('A', (Closer, Base), {})",
        "A = types.new_class('A', (Closer, Base))",
        "A = make_dataclass('A', [('x', int, 1)], bases=(Closer, Base))",
        "A = type('A', (Closer, io.RawIOBase), {})",
        "BOTH = (Closer, Base)\nA = type('A', BOTH, {})",
        "class Outer:\n    class Raw(io.RawIOBase):\n        pass\n\nclass A(Closer, Outer.Raw):\n    pass",
    ] {
        check_kept(among(both), "app.images", Code::Shutdown);
    }
    for both in [
        "A = type('A', (Base,), {})\nB = type('B', (Closer,), {})",
        "A = isinstance(Closer(), (Closer, Base))",
        "A = type('A', (Closer, ValueError), {})",
        "A = type(Closer)",
    ] {
        check_deferred(among(both), "app.images", &LOCAL);
    }
}

#[test]
fn shutdown_by_methods_that_are_put_on_a_class() {
    let close = "    def close(self):\n        dockyard.connect()\n";
    for source in [
        "def deleter(cls):\n    def __del__(self):\n        self.close()\n    cls.__del__ = __del__\n    return cls\n@deleter\nclass A:\n",
        "class Meta(type):\n    def __new__(m, n, b, ns):\n        ns['__del__'] = lambda self: self.close()\n        return super().__new__(m, n, b, ns)\nclass A(metaclass=Meta):\n",
        "class Base:\n    def __init_subclass__(cls):\n        cls.__del__ = lambda self: self.close()\nclass A(Base):\n",
        "def _del(self):\n    self.close()\nB = type('B', (), {'__del__': _del})\nclass A(B):\n",
    ] {
        check_kept(
            format!("import dockyard\n{source}{close}").as_str(),
            "app.images",
            Code::Shutdown,
        );
    }
    for source in [
        "def deleter(cls):\n    def clean(self):\n        self.close()\n    cls.clean = clean\n    return cls\n@deleter\nclass A:\n",
        "class Meta(type):\n    def __new__(m, n, b, ns):\n        ns['__doc__'] = lambda self: self.close()\n        return super().__new__(m, n, b, ns)\nclass A(metaclass=Meta):\n",
    ] {
        check_deferred(
            format!("import dockyard\n{source}{close}").as_str(),
            "app.images",
            &LOCAL,
        );
    }
}

/// What a finalizer runs of its object without calling a method by its name.
#[test]
fn shutdown_by_what_is_asked_of_the_object() {
    let class = |method: &str, body: &str| {
        format!(
            "import dockyard\n\nclass A:\n    def __init__(self):\n        self.open = 1\n    def {method}:\n        return dockyard.connect()\n    def __del__(self):\n        {body}\n"
        )
    };
    for (method, body) in [
        ("close(self)", "getattr(self, 'close')()"),
        (
            "close(self)",
            "for name in ('close',):\n            getattr(self, name)()",
        ),
        ("__repr__(self)", "print('gone %r' % self)"),
        ("__exit__(self, *a)", "with self:\n            pass"),
        ("__len__(self)", "if self:\n            pass"),
        ("__bool__(self)", "self or print(1)"),
        ("__iter__(self)", "for one in self:\n            pass"),
        ("__getitem__(self, at)", "self[0]"),
        ("__eq__(self, other)", "self == 1"),
        ("__hash__(self)", "hash(self)"),
        ("__getattr__(self, name)", "print(self.other)"),
        ("__setattr__(self, name, value)", "self.open = 2"),
    ] {
        check_kept(class(method, body).as_str(), "app.images", Code::Shutdown);
    }
    for (method, body) in [
        ("close(self)", "getattr(self, 'open', None)"),
        ("__repr__(self)", "print(id(self), type(self))"),
        ("__exit__(self, *a)", "print('gone %r' % self)"),
        ("__len__(self)", "if self is not None:\n            pass"),
        ("__getattr__(self, name)", "print(self.open)"),
        ("__setattr__(self, name, value)", "print(self.open)"),
        ("close(self)", "print(self)"),
        ("__call__(self)", "print(self.open)"),
    ] {
        check_deferred(class(method, body).as_str(), "app.images", &LOCAL);
    }
}

/// What `__del__` raises, a hook is told.
#[test]
fn who_is_told_at_the_end() {
    let hook = |name: &str| {
        format!("import sys\nimport dockyard\n\ndef tell(*args):\n    dockyard.connect()\n\nsys.{name} = tell\n")
    };
    check_kept(hook("unraisablehook").as_str(), "app.images", Code::Shutdown);
    check_deferred(hook("excepthook").as_str(), "app.images", &LOCAL);
}
