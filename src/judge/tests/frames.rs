//! Local names of functions that somebody goes through who looks into their frames.
use super::super::testing::{Case, check_deferred, check_kept};
use super::super::{Code, Strategy};

const LOCAL: [Strategy; 1] = [Strategy::FunctionLocal];

/// Code further back than one call looks into the frame of a function: what runs it is no call by its own name.
#[test]
fn locals_of_whoever_runs_it() {
    let case = |frames: &str, body: &str| {
        let source = format!(
            "import dockyard\nfrom app.frames import Frames\nfrom app import frames\n\ndef f(it):\n    dockyard.connect()\n    {body}\n"
        );
        let frames = format!(
            "import sys\n\ndef names(depth):\n    return sorted(sys._getframe(depth).f_locals)\n\ndef expand():\n    return names(2)\n\nclass Frames:\n    def look(self):\n        return names(2)\n{frames}"
        );
        Case::from(source.as_str()).and(&[("app.frames", &frames)])
    };
    let kept = [
        (
            "    @property\n    def all(self):\n        return self.look()\n",
            "return it.all",
        ),
        ("    short = look\n", "return it.short()"),
        (
            "    def do_show(self):\n        return names(3)\n    def one(self, name):\n        return getattr(self, 'do_' + name)()\n",
            "return it.one('show')",
        ),
        ("", "return list(map(it.look, [1]))"),
        ("", "return getattr(it, 'look')()"),
        ("", "from app.frames import expand as ex\n    return ex()"),
        ("\nsetattr(Frames, 'short', expand)\n", "return it.short()"),
        (
            "    def __enter__(self):\n        return self.look()\n    def __exit__(self, *caught): ...\n",
            "with it as found:\n        return found",
        ),
        (
            "    def __add__(self, other):\n        return self.look()\n",
            "return it + 1",
        ),
        (
            "    def __str__(self):\n        return str(self.look())\n",
            "return f'{it}'",
        ),
        (
            "    def __len__(self):\n        return len(self.look())\n",
            "return len(it)",
        ),
    ];
    for (frames, body) in kept {
        check_kept(case(frames, body), "app.images", Code::LocalsRead);
    }
    let deferred = [
        ("    def __add__(self, other):\n        return other\n", "return it + 1"),
        (
            "    def __init__(self):\n        self.found = self.look()\n",
            "return it + 1",
        ),
        ("", "return it.other"),
        ("", "return len(it)"),
    ];
    for (frames, body) in deferred {
        check_deferred(case(frames, body), "app.images", &LOCAL);
    }
}

/// Names of a frame that are gone through by way of a variable.
#[test]
fn locals_that_a_loop_goes_through() {
    let case = |look: &str| {
        let source =
            "import dockyard\nfrom app.frames import look\n\ndef f():\n    dockyard.connect()\n    return look()\n";
        let frames = format!("import sys\n\ndef look():\n    frame = sys._getframe(1)\n    {look}\n");
        Case::from(source).and(&[("app.frames", &frames)])
    };
    for look in [
        "return [name for name, _ in frame.f_locals.items()]",
        "names = frame.f_locals\n    return [name for name in names]",
        "names = frame.f_locals\n    for name in names:\n        print(name)",
        "return list(frame.f_locals.keys())",
    ] {
        check_kept(case(look), "app.images", Code::LocalsRead);
    }
    for look in [
        "return frame.f_lineno",
        "return frame.f_locals.get('self')",
        "names = frame.f_locals\n    return names['self']",
    ] {
        check_deferred(case(look), "app.images", &LOCAL);
    }
}
