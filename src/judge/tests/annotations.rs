//! Annotations: evaluated at definition, by somebody at run time, on demand, or by type checkers only.
use super::super::testing::{Case, check, check_deferred, check_kept};
use super::super::{Code, Strategy};

const CHECKING: [Strategy; 1] = [Strategy::TypeChecking];
const FUTURE: &str = "from __future__ import annotations\n";

fn future(rest: &str) -> Case {
    Case::from(format!("{FUTURE}import dockyard\n{rest}\n").as_str())
}

fn plain(rest: &str) -> Case {
    Case::from(format!("import dockyard\n{rest}\n").as_str())
}

const ANNOTATED: [&str; 8] = [
    "def f(x: dockyard.Ship): ...",
    "def f() -> dockyard.Ship: ...",
    "def f(*args: dockyard.Ship, **kwargs: dockyard.Ship): ...",
    "class A:\n    ship: dockyard.Ship",
    "class A:\n    def f(self, x: list[dockyard.Ship]): ...",
    "ship: dockyard.Ship",
    "ship: dockyard.Ship = None",
    "async def f(x: 'int', y: dockyard.Ship | None): ...",
];

/// pydantic looks for `ClassVar` alone in the annotation of a private attribute that has a value, and lets a missing name pass.
#[test]
fn private_attributes_of_models_keep_their_types_to_themselves() {
    let model = |body: &str| future(&format!("import pydantic\nclass Base(pydantic.BaseModel): ...\n{body}"));
    for body in [
        "class A(Base):\n    _ship: dockyard.Ship = pydantic.PrivateAttr()",
        "class A(Base):\n    _ship: dockyard.Ship | None = None",
        "class A(Base):\n    _ship: dockyard.Ship = pydantic.PrivateAttr()\nclass B(Base):\n    a: A",
    ] {
        check_deferred(model(body), "app.images", &CHECKING);
    }
    let base =
        "import pydantic\nclass Base(pydantic.BaseModel):\n    model_config = pydantic.ConfigDict(frozen=True)\n";
    let installed = |body: &str| future(&format!("import lib\nclass A(lib.Base):\n    {body}")).site(&[("lib", base)]);
    check_deferred(installed("_ship: dockyard.Ship = None"), "app.images", &CHECKING);
    check_kept(
        installed("ship: dockyard.Ship = None"),
        "app.images",
        Code::RuntimeAnnotation,
    );
    for body in [
        // `Annotated[…, PrivateAttr(…)]` is the value.
        "class A(Base):\n    _ship: dockyard.Ship",
        "class A(Base):\n    ship: dockyard.Ship = None",
        "import typing\nclass A(Base):\n    _ship: dockyard.Ship = None\nx = typing.get_type_hints(A)",
        // The fields of a dataclass have any names.
        "import dataclasses\n@dataclasses.dataclass\nclass A:\n    _ship: dockyard.Ship = None\nclass B(Base):\n    a: A",
    ] {
        check_kept(model(body), "app.images", Code::RuntimeAnnotation);
    }
}

#[test]
fn evaluated_annotation() {
    for rest in ANNOTATED {
        check_kept(plain(rest), "app.images", Code::EvaluatedAnnotation);
        check_kept(plain(rest).target(13), "app.images", Code::EvaluatedAnnotation);
        check_deferred(plain(rest).target(14), "app.images", &CHECKING);
        check_deferred(future(rest), "app.images", &CHECKING);
    }
}

#[test]
fn quoted_and_local_annotations_are_not_evaluated() {
    for rest in [
        "def f(x: 'dockyard.Ship'): ...",
        "def f(x: list['dockyard.Ship']): ...",
        "from typing import Optional\ndef f(x: Optional['dockyard.Ship']): ...",
        "from typing import Dict\ndef f(x: Dict[str, 'list[dockyard.Ship]']): ...",
        "def f():\n    ship: dockyard.Ship",
        "def f(ship):\n    ship.other: dockyard.Ship = 1",
        "def f(x):\n    # type: (dockyard.Ship) -> None\n    pass",
        "ship = None  # type: dockyard.Ship",
        "from typing import cast\ndef f(x):\n    return cast('dockyard.Ship', x)",
        "from typing import TypeVar\nT = TypeVar('T', bound='dockyard.Ship')",
        "from typing import TYPE_CHECKING\nif TYPE_CHECKING:\n    ship: dockyard.Ship",
    ] {
        check_deferred(plain(rest), "app.images", &CHECKING);
    }
}

#[test]
fn what_looks_like_an_annotation_and_is_evaluated() {
    for rest in [
        "Ship = dockyard.Ship | None\nprint(Ship)",
        "from typing import NewType\nShip = NewType('Ship', dockyard.Ship)",
        "from typing import TypeVar\nT = TypeVar('T', bound=dockyard.Ship)",
        "from typing import NamedTuple\nA = NamedTuple('A', [('ship', dockyard.Ship)])",
        "from typing import cast\nship = cast(dockyard.Ship, None)",
        "from typing import Generic\nclass A(Generic[dockyard.Ship]): ...",
    ] {
        check_kept(future(rest), "app.images", Code::UsedAtImport);
    }
    let only_named =
        "from typing import Union, get_type_hints\nShip = Union[dockyard.Ship, int]\ndef f(ship: Ship): ...";
    check_deferred(future(only_named), "app.images", &[Strategy::LazyConstant]);
    let read = format!("{only_named}\nget_type_hints(f)");
    check_kept(future(&read), "app.images", Code::RuntimeAnnotation);
}

#[test]
fn literal_strings_name_nothing() {
    let source = "from typing import Literal\nimport dockyard\ndef f(x: Literal['dockyard']): ...\n";
    check_kept(source, "app.images", Code::UnusedImport);
}

#[test]
fn runtime_annotation() {
    for rest in [
        "import typing\ndef f(x: dockyard.Ship): ...\nhints = typing.get_type_hints(f)",
        "import inspect\ndef f(x: dockyard.Ship): ...\nhints = inspect.get_annotations(f, eval_str=True)",
        "import inspect\ndef f(x: dockyard.Ship): ...\nhints = inspect.signature(f, eval_str=True)",
        "import typing\ndef f(x: dockyard.Ship): ...\ndef hints(any):\n    return typing.get_type_hints(any)",
        "import pydantic\nclass A(pydantic.BaseModel):\n    ship: dockyard.Ship",
        "import pydantic\nclass B(pydantic.BaseModel): ...\nclass A(B):\n    ship: dockyard.Ship",
        "import pydantic\n@pydantic.validate_call\ndef f(x: dockyard.Ship): ...",
        "import functools\n@functools.singledispatch\ndef f(x): ...\n@f.register\ndef _(x: dockyard.Ship): ...",
        "from other import Base\nclass A(Base):\n    ship: dockyard.Ship",
        "from other import decorate\n@decorate\ndef f(x: dockyard.Ship): ...",
        "from other import Meta\nclass A(metaclass=Meta):\n    ship: dockyard.Ship",
        "from other import decorators\n@decorators[0]\ndef f(x: dockyard.Ship): ...",
        "from fastapi import FastAPI\napi = FastAPI()\n@api.get('/')\ndef f(x: dockyard.Ship): ...",
        "import typer\ncli = typer.Typer()\n@cli.command()\ndef f(x: dockyard.Ship): ...",
        "import typing\ndef reads(f):\n    typing.get_type_hints(f)\n    return f\n@reads\ndef f(x: dockyard.Ship): ...",
    ] {
        check_kept(future(rest), "app.images", Code::RuntimeAnnotation);
    }
}

#[test]
fn nobody_reads_the_annotation() {
    for rest in [
        "import dataclasses\n@dataclasses.dataclass\nclass A:\n    ship: dockyard.Ship",
        "from dataclasses import dataclass\n@dataclass(frozen=True)\nclass A:\n    ship: dockyard.Ship",
        "import abc\nclass A(abc.ABC):\n    @abc.abstractmethod\n    def f(self, x: dockyard.Ship): ...",
        "class A:\n    @property\n    def f(self) -> dockyard.Ship: ...",
        "class A:\n    @staticmethod\n    def f(x: dockyard.Ship): ...",
        "import functools\n@functools.lru_cache\ndef f(x: dockyard.Ship): ...",
        "class B: ...\nclass A(B):\n    ship: dockyard.Ship",
        "import enum\nclass A(enum.Enum):\n    ship: dockyard.Ship",
        "from typing import Protocol\nclass A(Protocol):\n    ship: dockyard.Ship",
        "from typing import NamedTuple\nclass A(NamedTuple):\n    ship: dockyard.Ship",
        "from typing import TypedDict\nclass A(TypedDict):\n    ship: dockyard.Ship",
        "import typing\ndef g(): ...\ndef f(x: dockyard.Ship): ...\nhints = typing.get_type_hints(g)",
        "def plain(f):\n    return f\n@plain\ndef f(x: dockyard.Ship): ...",
        // It is handed over, and to another parameter.
        "import typing\ndef f(x: dockyard.Ship): ...\ndef make(a, call=None, to=None):\n    typing.get_type_hints(to)\nmake(1, f)",
        "import typing\ndef f(x: dockyard.Ship): ...\ndef make(call, to):\n    typing.get_type_hints(to)\nmake(call=[f], to=None)",
        "import typing\ndef f(x: dockyard.Ship): ...\ndef make(call=None, *, to=None):\n    typing.get_type_hints(to)\nmake(f)",
        "import typing\ndef f(x: dockyard.Ship): ...\ndef make(call, *more, **others):\n    typing.get_type_hints(*more, **others)\nmake(call=f)",
    ] {
        check_deferred(future(rest), "app.images", &CHECKING);
    }
}

/// What is not written in its place may be among many.
#[test]
fn what_a_parameter_is_given_among_others() {
    for rest in [
        "def make(a, call=None, to=None):\n    typing.get_type_hints(to)\nmake(1, to=f)",
        "def make(a, call=None, to=None):\n    typing.get_type_hints(to)\nmake(1, 2, f)",
        "def make(a, call=None, to=None):\n    typing.get_type_hints(to)\nmake(*[1, 2, f])",
        "def make(a, call=None, to=None):\n    typing.get_type_hints(to)\nmake(*g(), f)",
        "def make(a, call=None, to=None):\n    typing.get_type_hints(to)\nmake(1, **{'to': f})",
        "def make(a, *more):\n    typing.get_type_hints(more[0])\nmake(1, f)",
        "def make(call, to):\n    typing.get_type_hints(to)\nmake(call=None, to=g(f))",
        "def make(a, *more):\n    typing.get_type_hints(*more)\nmake(1, f)",
        "def make(a, **others):\n    typing.get_type_hints(**others)\nmake(1, obj=f)",
        "def make(call=None, *, to=None):\n    typing.get_type_hints(to)\nmake(1, to=f)",
        "class R:\n    def r(self, a, to):\n        typing.get_type_hints(to)\nR.r(R(), 1, f)",
        "class R:\n    def r(self, a, to):\n        typing.get_type_hints(to)\nR().r(1, f)",
        "def wraps(fn):\n    def w(*a):\n        return fn(1, *a)\n    return w\n@wraps\ndef make(a, to):\n    typing.get_type_hints(to)\nmake(f)",
    ] {
        let rest = format!("import typing\ndef g():\n    return [1, 2]\ndef f(x: dockyard.Ship): ...\n{rest}");
        check_kept(future(&rest), "app.images", Code::RuntimeAnnotation);
    }
}

#[test]
fn a_signature_shows_strings_as_they_are() {
    let rest = "import inspect\ndef f(x: dockyard.Ship): ...\ndef look():\n    return inspect.signature(f)";
    check_deferred(future(rest), "app.images", &CHECKING);
}

#[test]
fn since_3_14_the_standard_library_reads_more() {
    for rest in [
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    ship: dockyard.Ship",
        "from typing import Protocol\nclass A(Protocol):\n    ship: dockyard.Ship",
        "from typing import NamedTuple\nclass A(NamedTuple):\n    ship: dockyard.Ship",
        "import inspect\ndef f(x: dockyard.Ship): ...\ndef look():\n    return inspect.signature(f)",
    ] {
        check_kept(plain(rest).target(14), "app.images", Code::RuntimeAnnotation);
    }
}

#[test]
fn dataclasses_look_for_class_variables() {
    let source = "
        from __future__ import annotations
        from dataclasses import dataclass
        from dockyard import ClassVar

        @dataclass
        class A:
            size: ClassVar[int]
        ";
    check_kept(source, "app.images", Code::RuntimeAnnotation);
}

#[test]
fn a_reader_in_another_module() {
    let case = future("class A:\n    ship: dockyard.Ship").and(&[(
        "app.other",
        "import typing\nfrom app.images import A\n\ndef hints():\n    return typing.get_type_hints(A)\n",
    )]);
    check_kept(case, "app.images", Code::RuntimeAnnotation);
}

#[test]
fn a_class_handed_to_a_container_of_an_installed_package() {
    let service = "class Service:\n    def __init__(self, ship: dockyard.Ship): ...";
    let container = "from punq import Container\ncontainer = Container()\ncontainer.register(Service)";
    check_kept(
        future(&format!("{service}\n{container}")),
        "app.images",
        Code::RuntimeAnnotation,
    );
}

#[test]
fn a_function_handed_to_an_installed_package() {
    for rest in [
        "import typer\ndef f(x: dockyard.Ship): ...\ndef main():\n    typer.run(f)",
        "from fastapi import Depends, FastAPI\napi = FastAPI()\ndef f(x: dockyard.Ship): ...\n@api.get('/')\ndef g(y=Depends(f)): ...",
        "from fastapi import FastAPI\napi = FastAPI()\ndef f(x: dockyard.Ship): ...\napi.add_api_route('/', f)",
    ] {
        check_kept(future(rest), "app.images", Code::RuntimeAnnotation);
    }
}

/// A package that no rule knows: what it imports counts as well, but for the backport of `typing`, which does what it is asked.
#[test]
fn a_function_handed_to_a_package_that_imports_typing_extensions() {
    let backport = "def get_type_hints(obj):\n    return obj.__annotations__\n\nclass Protocol: ...\n";
    let case = |kit: &str| {
        future("import kit\ndef f(x: dockyard.Ship): ...\ndef main():\n    kit.run(f)")
            .site(&[("kit", kit), ("typing_extensions", backport)])
    };
    let runs = "from typing_extensions import Protocol\n\ndef run(task):\n    return task()\n";
    check_deferred(case(runs), "app.images", &[Strategy::TypeChecking]);
    let asks = "from typing_extensions import get_type_hints\n\ndef run(task):\n    return get_type_hints(task)\n";
    check_kept(case(asks), "app.images", Code::RuntimeAnnotation);
}

/// A package that asks for the hints of whatever it is handed.
const ASKING: &str =
    "import typing\n\ndef run(*tasks, **more):\n    return [typing.get_type_hints(task) for task in tasks]\n";

fn handing(members: &str, call: &str, compat: &str) -> Case {
    let imports = "import contextlib\nimport functools\nimport kit\nfrom app import compat";
    let class = format!("{imports}\nclass A:\n{members}\n    def go(self, all): return {call}");
    future(&class).and(&[("app.compat", compat)]).site(&[("kit", ASKING)])
}

fn getter(decorator: &str) -> String {
    format!("    {decorator}\n    def ship(self) -> dockyard.Ship: return 1\n    def helm(self): ...")
}

#[test]
fn what_is_called_for_a_package_is_not_handed_to_it() {
    let sets = "    @ship.setter\n    def ship(self, new: dockyard.Ship): ...";
    for (members, call) in [
        (getter("@property"), "kit.run(self.ship)"),
        (getter("@functools.cached_property"), "kit.run(self.ship)"),
        (format!("{}\n{sets}", getter("@property")), "kit.run(self.ship)"),
        (
            getter("@property"),
            "1\n    @contextlib.contextmanager\n    def lent(self): yield kit.run(self.ship)",
        ),
        (getter("@staticmethod"), "kit.run(A.ship(one) for one in all)"),
    ] {
        check_deferred(handing(&members, call, ""), "app.images", &CHECKING);
    }
    let inner = "def sail(ship: dockyard.Ship): ...";
    let hands_out = format!("    @property\n    def ship(self):\n        {inner}\n        return sail");
    let calls = hands_out.replace("@property", "@staticmethod").replace("(self)", "()");
    for (members, call) in [
        (&hands_out, "kit.run(self.ship)"),
        (&calls, "kit.run(A.ship() for one in all)"),
        (&getter("@property"), "kit.run(self.__class__.ship.fget)"),
        (&getter("@functools.cache"), "kit.run(self.ship)"),
        (
            &getter("@property"),
            "1\n    @classmethod\n    def kind(cls): kit.run(cls.ship)",
        ),
        (
            &getter("@property"),
            "1\n    @compat.on_classes\n    def kind(self): kit.run(self.ship)",
        ),
        (&getter("@staticmethod"), "kit.run(A.ship)"),
    ] {
        check_kept(handing(members, call, ""), "app.images", Code::RuntimeAnnotation);
    }
}

/// A class of the project that takes the place of one which an older Python lacks.
#[test]
fn properties_made_by_a_class_of_the_project() {
    let case = |gives: &str| {
        let made = "    def __init__(self, made):\n            self.made = made";
        let get = format!("    def __get__(self, one, kind=None):\n            {gives}");
        let old = format!("else:\n    class lazily:\n    {made}\n    {get}\n");
        let compat = format!(
            "import sys\nif sys.version_info >= (3, 8):\n    from functools import cached_property as lazily\n{old}"
        );
        handing(&getter("@compat.lazily"), "kit.run(self.ship)", &compat)
    };
    let keeps = "if one is None: return self\n            one.__dict__['ship'] = self.made(one)\n            return one.__dict__['ship']";
    for gives in [
        "return self.made(one)",
        "value = self.made(one)\n            return value",
        keeps,
    ] {
        check_deferred(case(gives), "app.images", &CHECKING);
    }
    for gives in ["return self.made", "value = self.made\n            return value"] {
        check_kept(case(gives), "app.images", Code::RuntimeAnnotation);
    }
}

/// A value that a package made, which another module of the project holds.
#[test]
fn a_function_handed_to_what_a_package_made() {
    let case = |does: &str| {
        let kit = format!("import typing\n\nclass Signal:\n    def connect(self, task):\n        {does}\n");
        future("from app.signals import started\ndef f(x: dockyard.Ship): ...\nstarted.connect(f)")
            .and(&[("app.signals", "import kit\n\nstarted = kit.Signal()\n")])
            .site(&[("kit", &kit)])
    };
    check_deferred(case("self.task = task"), "app.images", &[Strategy::TypeChecking]);
    check_kept(
        case("typing.get_type_hints(task)"),
        "app.images",
        Code::RuntimeAnnotation,
    );
}

/// What rich shows it asks for its own methods, but for `inspect`, which prints signatures.
#[test]
fn an_object_that_rich_shows() {
    let case = |shows: &str| {
        let class = "class A:\n    def f(self, x: dockyard.Ship): ...\n    def show(self):";
        future(&format!(
            "import rich\nfrom rich.live import Live\n{class} {shows}(self)"
        ))
    };
    check_deferred(case("Live"), "app.images", &CHECKING);
    check_kept(case("rich.inspect"), "app.images", Code::RuntimeAnnotation);
}

#[test]
fn a_dataclass_read_by_a_library() {
    for rest in [
        "from dataclasses import dataclass\nimport dacite\n@dataclass\nclass A:\n    ship: dockyard.Ship\ndef f(d):\n    return dacite.from_dict(A, d)",
        "from dataclasses import dataclass\nimport dacite\n@dataclass\nclass A:\n    ship: dockyard.Ship\ndef f(d):\n    return dacite.from_dict(data_class=A, data=d)",
    ] {
        check_kept(future(rest), "app.images", Code::RuntimeAnnotation);
    }
}

#[test]
fn type_statement() {
    for rest in [
        "type Ship = dockyard.Ship",
        "type Ships[T] = dict[T, dockyard.Ship]",
        "def f[T: dockyard.Ship](x: T) -> T: ...",
        "class A[T: dockyard.Ship]: ...",
        "def f():\n    type Ship = dockyard.Ship",
        "type Ship[T = dockyard.Ship] = list[T]",
    ] {
        check_kept(plain(rest), "app.images", Code::TypeStatement);
    }
    check_deferred(
        plain("def f[T](x: T) -> T:\n    return dockyard.connect(x)"),
        "app.images",
        &[Strategy::FunctionLocal],
    );
}

#[test]
fn a_name_used_in_annotations_and_in_functions() {
    check(
        "
        from __future__ import annotations
        import dockyard

        def connect(ship: dockyard.Ship) -> None:
            dockyard.connect(ship)
        ",
        "app.images",
        "
        from __future__ import annotations

        TYPE_CHECKING = False
        if TYPE_CHECKING:
            import dockyard


        def connect(ship: dockyard.Ship) -> None:
            import dockyard

            dockyard.connect(ship)
        ",
    );
}
