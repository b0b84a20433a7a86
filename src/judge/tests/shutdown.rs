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
