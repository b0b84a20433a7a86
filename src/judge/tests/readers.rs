//! Who reads annotations, from one module to the next.
use super::super::testing::{Case, check_deferred, check_kept, check_untouched};
use super::super::{Code, Strategy};

const CHECKING: [Strategy; 1] = [Strategy::TypeChecking];

/// `app.images` has a function and a class whose annotations name `dockyard`; `rest` is another module.
fn beside(rest: &str) -> Case {
    let own = "
        from __future__ import annotations
        import dataclasses
        from typing import TypedDict
        import dockyard

        @dataclasses.dataclass
        class Hull:
            ship: dockyard.Ship

        class Plan(TypedDict):
            ship: dockyard.Ship

        class Sail:
            def __init__(self, ship: dockyard.Ship) -> None: ...

        def main(ship: dockyard.Ship = None) -> None: ...
        ";
    Case::new(&[("app", ""), ("app.images", own), ("app.other", rest)])
}

#[track_caller]
fn is_read(rest: &str) {
    check_kept(beside(rest), "app.images", Code::RuntimeAnnotation);
}

#[track_caller]
fn is_not_read(rest: &str) {
    check_deferred(beside(rest), "app.images", &CHECKING);
}

#[test]
fn the_types_of_the_fields_of_a_model() {
    for model in [
        "import pydantic\nfrom app.images import Hull\nclass A(pydantic.BaseModel):\n    hull: Hull",
        "import pydantic\nfrom app.images import Hull\nclass A(pydantic.BaseModel):\n    hulls: list[Hull] = []",
        "import pydantic\nfrom app import images\nclass A(pydantic.BaseModel):\n    hulls: 'dict[str, images.Hull]'",
        "import pydantic\nfrom app.images import Plan\nclass A(pydantic.BaseModel):\n    plan: Plan | None = None",
        "import pydantic\nfrom app.images import Hull, Plan\nOne = Hull | Plan\nclass A(pydantic.BaseModel):\n    one: One",
        "import pydantic\nfrom app.images import Hull\nclass B(Hull): ...\nclass A(pydantic.BaseModel):\n    hull: B",
        "import msgspec\nfrom app.images import Hull\nclass A(msgspec.Struct):\n    hull: Hull",
        "import attrs, cattrs\nfrom app.images import Hull\n@attrs.define\nclass A:\n    hull: Hull\ndef f(d):\n    return cattrs.structure(d, A)",
        "import pydantic\nfrom app.images import Hull\n@pydantic.validate_call\ndef f(hull: Hull): ...",
        "import pydantic\nfrom typing import Generic, TypeVar\nfrom app.images import Hull\nT = TypeVar('T')\nclass Page(pydantic.BaseModel, Generic[T]):\n    items: list[T]\ndef f(d):\n    return Page[Hull].model_validate(d)",
        "import pydantic\nfrom app.images import Hull\nclass Hulls(pydantic.RootModel[list[Hull]]): ...",
        "import pydantic\nfrom app.images import Hull\nA = pydantic.create_model('A', hull=(Hull, ...))",
        "import dacite\nfrom app.images import Hull\ndef f(d):\n    return dacite.from_dict(data_class=Hull, data=d)",
        "import typing\nfrom app.images import Hull\ndef f(cls):\n    return typing.get_type_hints(cls)\ndef g(a):\n    return f(type(a))",
        "import pydantic\nfrom app.images import Hull\nadapter = pydantic.TypeAdapter(list[Hull])",
        "import msgspec.json\nfrom app.images import Plan\nread = msgspec.json.Decoder(list[Plan])",
    ] {
        is_read(model);
    }
    for model in [
        "import pydantic\nfrom app.images import Hull\nclass A(pydantic.BaseModel):\n    name: str\ndef f(hull: Hull): ...",
        "import attrs\nfrom app.images import Hull\n@attrs.define\nclass A:\n    hull: Hull",
        "from typing import Generic, TypeVar\nfrom app.images import Hull\nT = TypeVar('T')\nclass Page(Generic[T]):\n    items: list[T]\ndef f():\n    return Page[Hull]()",
        "import pydantic\nfrom app.images import main\nclass A(pydantic.BaseModel):\n    def run(self):\n        main()",
    ] {
        is_not_read(model);
    }
}

#[test]
fn what_frameworks_are_handed() {
    for call in [
        "import typer\nfrom app.images import main\ncli = typer.Typer()\ncli.command()(main)",
        "import typer\nfrom app import images\ncli = typer.Typer()\ncli.command('x')(images.main)",
        "import typer\nfrom app.images import main\ncli = typer.Typer()\nfor one in (main,):\n    cli.command()(one)",
        "import typer\nfrom app.images import main\ndef add(cli):\n    cli.command()(main)",
        "import typer\nfrom app.images import main\nclass App(typer.Typer): ...\nclass Own(App): ...\ncli = Own()\ncli.command()(main)",
        "import injector\nfrom app.images import Sail\nclass Ours(injector.Module):\n    def configure(self):\n        self.provide(Sail)",
        "import defopt\nfrom app.images import main\ndef cli(argv):\n    defopt.run(main, argv=argv)",
        "import defopt\nfrom app.images import main\ndef cli(argv):\n    defopt.run([main], argv=argv)",
        "import defopt\nfrom app.images import main\ndef run(what):\n    defopt.run(what)\nrun(main)",
        "from unheard_of import run\nfrom app.images import main\nrun(main)",
        "from injector import Injector\nfrom app.images import Sail\ndef f():\n    return Injector().get(Sail)",
        "import injector\nfrom app.images import Sail\ndef bind(binder):\n    binder.bind(object, to=Sail)",
        "from typing import Annotated\nfrom fastapi import APIRouter, Depends\nfrom app.images import Sail\nr = APIRouter()\n@r.get('/')\ndef get(p: Annotated[Sail, Depends()]): ...",
        "from typing import Annotated\nfrom fastapi import APIRouter, Depends\nfrom app.images import main\nr = APIRouter()\n@r.get('/')\ndef get(p: Annotated[str, Depends(main)]): ...",
    ] {
        is_read(call);
    }
    for call in [
        "import click\nfrom app.images import main\nclick.command()(main)",
        "import threading\nfrom app.images import main\ndef f():\n    threading.Thread(target=main).start()",
        "import typer\nfrom app.images import main\ncli = typer.Typer()\n@cli.command()\ndef run():\n    main()",
        "from app.images import main\ndef add(handlers):\n    handlers.add(main)",
        "from unheard_of import mark\nfrom app.images import main\n@mark\ndef run(f):\n    f()\ndef f():\n    run(main)",
        "import fire\nfrom app.images import main\ndef f():\n    fire.Fire(main)",
    ] {
        is_not_read(call);
    }
}

#[test]
fn a_converter_that_came_from_elsewhere() {
    let use_of = |call: &str| {
        beside(&format!(
            "from app.images import Hull\nfrom app.use import load\ndef f(d):\n    return {call}"
        ))
        .and(&[
            ("app.conv", "import cattrs\nconverter = cattrs.Converter()\n"),
            (
                "app.use",
                "from app.conv import converter\ndef load(cls, d):\n    return converter.structure(d, cls)\n",
            ),
        ])
    };
    check_kept(use_of("load(Hull, d)"), "app.images", Code::RuntimeAnnotation);
    check_kept(use_of("load(list[Hull], d)"), "app.images", Code::RuntimeAnnotation);
    check_kept(use_of("load(d=d, cls=Hull)"), "app.images", Code::RuntimeAnnotation);
}

#[test]
fn hooks_read_whole_packages() {
    for hook in [
        "from beartype.claw import beartype_this_package\nbeartype_this_package()",
        "from beartype.claw import beartype_package\nbeartype_package('app')",
        "import typeguard\ntypeguard.install_import_hook('app')",
        "from jaxtyping import install_import_hook\nwith install_import_hook('app', 'beartype.beartype'):\n    pass",
    ] {
        is_read(hook);
    }
    let elsewhere = "from beartype.claw import beartype_this_package\nbeartype_this_package()";
    let case = beside("").and(&[("tool", elsewhere), ("tool.a", "")]);
    check_deferred(case, "app.images", &CHECKING);
    let case = beside("").tests(&[(
        "tests.conftest",
        "from typeguard import install_import_hook\ninstall_import_hook('app')\n",
    )]);
    check_kept(case, "app.images", Code::RuntimeAnnotation);
}

#[test]
fn names_in_stored_strings_that_are_looked_up() {
    let reads = |body: &str| format!("import sys\nfrom app.images import Hull, main\n{body}");
    for body in [
        "def types(fn):\n    mod = sys.modules[fn.__module__]\n    return {k: getattr(mod, v) for k, v in fn.__annotations__.items()}\nprint(types(main))",
        "def types(o):\n    g = sys.modules[o.__module__].__dict__\n    return [eval(v, g) for v in o.__annotations__.values()]\nprint(types(main))",
        "def f(a):\n    return eval(getattr(a, '__annotations__')['ship'], vars(sys.modules[a.__module__]))\nf(main)",
        "import dataclasses\ndef f(cls):\n    return [eval(x.type, vars(sys.modules[cls.__module__])) for x in dataclasses.fields(cls)]\nf(Hull)",
        "import inspect\ndef f():\n    return inspect.get_annotations(main, eval_str=True)",
        "import inspect\ndef f():\n    return [eval(a) for a in inspect.get_annotations(Hull).values()]",
    ] {
        is_read(&reads(body));
    }
    for body in [
        "def f():\n    return eval(main.__annotations__['ship'], main.__globals__)",
        "import inspect\ndef f(a):\n    return [eval(p.annotation, a.__globals__) for p in inspect.signature(a).parameters.values()]\nf(main)",
    ] {
        check_untouched(beside(&reads(body)), "app.images");
    }
    for body in [
        "def f():\n    return dict(main.__annotations__)",
        "def f():\n    return 'ship' in main.__annotations__ and eval('1 + 1')",
        "def f(text):\n    return [eval(text) for name in main.__annotations__]",
        "def other(x: int): ...\ndef f(fn):\n    return eval(fn.__annotations__['x'], vars(sys.modules['app']))\nf(other)",
        "import dataclasses\ndef f():\n    return [x.name for x in dataclasses.fields(Hull)]",
        "import inspect\ndef f():\n    return list(inspect.signature(main).parameters)",
    ] {
        is_not_read(&reads(body));
    }
}

#[test]
fn the_signature_of_whatever_makes_a_class() {
    let hints = "import typing\ndef check(kind: type):\n    return typing.get_type_hints(kind.__init__)";
    is_read(hints);
    let own = "from __future__ import annotations\nimport dockyard\nclass A:\n    ship: dockyard.Ship = None\n    def f(self, x: dockyard.Ship): ...\n";
    let case = Case::new(&[("app", ""), ("app.images", own), ("app.other", hints)]);
    check_deferred(case, "app.images", &CHECKING);
}

#[test]
fn a_class_that_reads_its_heirs() {
    let bases = "
        import typing
        class Base:
            @classmethod
            def load(cls, data):
                return typing.get_type_hints(cls)
        class Other:
            pass
        ";
    let case = |base: &str| {
        let own = format!(
            "from __future__ import annotations\nimport dockyard\nfrom app.bases import Base, Other\nclass A({base}):\n    ship: dockyard.Ship\n"
        );
        Case::new(&[("app", ""), ("app.images", own.as_str()), ("app.bases", bases)])
    };
    check_kept(case("Base"), "app.images", Code::RuntimeAnnotation);
    check_deferred(case("Other"), "app.images", &CHECKING);
}

#[test]
fn a_base_of_an_installed_package_that_reads_its_heirs() {
    let case = |base: &str| {
        let own = format!(
            "from __future__ import annotations\nimport dockyard\nfrom shapes import Base, Other\nclass A({base}):\n    ship: dockyard.Ship\n"
        );
        let shapes = "
            import typing
            class Base:
                def __init_subclass__(cls):
                    cls.hints = typing.get_type_hints(cls)
            class Other:
                def __init_subclass__(cls):
                    cls.size = 1
            ";
        Case::new(&[("app", ""), ("app.images", own.as_str())]).site(&[("shapes", shapes)])
    };
    check_kept(case("Base"), "app.images", Code::RuntimeAnnotation);
    check_deferred(case("Other"), "app.images", &CHECKING);
}

#[test]
fn what_the_code_of_an_installed_package_does_with_annotations() {
    let handed = "import yard\nfrom app.images import main\n\ndef go():\n    return yard.run(main)\n";
    let with = |texts: &[(&str, &str)]| beside(handed).site(texts);
    for texts in [
        &[("yard", "def run(thing):\n    return thing()\n")][..],
        &[
            ("yard", "import helper\ndef run(thing):\n    return helper.run(thing)\n"),
            ("helper", "def run(thing): ...\n"),
        ],
        &[(
            "yard",
            "import inspect\ndef run(thing):\n    return len(inspect.signature(thing).parameters)\n",
        )],
        // Another module of the package looks, which is not asked to.
        &[
            ("yard", "def run(thing): ...\n"),
            (
                "yard.deep",
                "import typing\ndef look(thing):\n    return typing.get_type_hints(thing)\n",
            ),
        ],
        // Native code that it uses for other things: the rules know those of them who look.
        &[
            (
                "yard",
                "from yard import _quick\ndef run(thing):\n    return _quick.size(3)\n",
            ),
            ("yard._quick", ""),
        ],
    ] {
        check_deferred(with(texts), "app.images", &CHECKING);
    }
    for texts in [
        &[(
            "yard",
            "import typing\ndef run(thing):\n    return typing.get_type_hints(thing)\n",
        )][..],
        &[(
            "yard",
            "from typing import get_type_hints as hints\ndef run(thing):\n    return hints(thing)\n",
        )],
        &[("yard", "def run(thing):\n    return thing.__annotations__\n")],
        &[(
            "yard",
            "def run(thing):\n    return getattr(thing, '__annotations__')\n",
        )],
        &[
            ("yard", "import helper\ndef run(thing): ...\n"),
            (
                "helper",
                "from inspect import signature\ndef run(thing): return signature(thing)\n",
            ),
        ],
        &[
            (
                "yard",
                "def run(thing):\n    from yard import deep\n    return deep.look(thing)\n",
            ),
            (
                "yard.deep",
                "import typing\ndef look(thing):\n    return typing.get_type_hints(thing)\n",
            ),
        ],
        // Which module it imports is not known: any of its own.
        &[
            (
                "yard",
                "import importlib\ndef run(thing, name):\n    return importlib.import_module(name).look(thing)\n",
            ),
            (
                "yard.deep",
                "import typing\ndef look(thing):\n    return typing.get_type_hints(thing)\n",
            ),
        ],
    ] {
        check_kept(with(texts), "app.images", Code::RuntimeAnnotation);
    }
    // Nothing is known of what is not there.
    check_kept(beside(handed), "app.images", Code::RuntimeAnnotation);
}

#[test]
fn some_attribute_of_a_module() {
    let show = |module: &str| {
        format!(
            "import typing\nfrom app import images, other, third\n\ndef show(name):\n    found = getattr({module}, name)\n    return typing.get_type_hints(found)\n"
        )
    };
    let third = [
        ("app.third", "from app.images import main\nSIZE = 3\n"),
        ("app.other", "def f(x: int): ...\nSIZE = 3\n"),
    ];
    let case = |module: &str| {
        beside(&show("other"))
            .and(&third)
            .and(&[("app.show", show(module).as_str())])
    };
    check_deferred(case("other"), "app.images", &CHECKING);
    check_kept(case("images"), "app.images", Code::RuntimeAnnotation);
    let main = "def main(ship: dockyard.Ship = None) -> None: ...\n";
    let own = format!("from __future__ import annotations\nimport dockyard\n\n{main}");
    let handed_on = case("third").and(&[("app.images", own.as_str())]);
    check_kept(handed_on, "app.images", Code::RuntimeAnnotation);
}

#[test]
fn a_decorator_that_looks_at_fields_only() {
    let case = |body: &str| {
        let text = format!(
            "from __future__ import annotations\nimport pydantic\nimport pydantic.dataclasses\nimport dockyard\n\n@pydantic.dataclasses.dataclass\nclass Port:\n    size: int\n{body}\n"
        );
        Case::from(text.as_str())
    };
    check_deferred(
        case("    def dock(self, ship: dockyard.Ship) -> None: ..."),
        "app.images",
        &CHECKING,
    );
    for body in [
        "    ship: dockyard.Ship = None",
        "    def __post_init__(self, ship: dockyard.Ship) -> None: ...",
        "    @pydantic.validate_call\n    def dock(self, ship: dockyard.Ship) -> None: ...",
        "    @pydantic.computed_field\n    def ship(self) -> dockyard.Ship: ...",
    ] {
        check_kept(case(body), "app.images", Code::RuntimeAnnotation);
    }
}

/// What an `__init__` is handed is what instances are made with.
#[test]
fn arguments_of_init() {
    let case = |makes: &str| {
        format!(
            "import missing\nfrom app.images import main, Hull\n\nclass Dock:\n    def __init__(self, thing):\n        self.made = missing.make(thing)\n\nclass Sea(Dock):\n    pass\n\nclass Other:\n    def __init__(self, thing):\n        self.thing = thing\n\nclass More(Other):\n    def __init__(self):\n        super().__init__(main)\n\ndef go():\n    return {makes}\n"
        )
    };
    is_not_read(&case("Dock(3), Other(main)"));
    is_not_read(&case("Sea(thing=3)"));
    for makes in [
        "Dock(main)",
        "Sea(main)",
        "Sea(thing=main)",
        "Dock.__init__(None, main)",
    ] {
        is_read(&case(makes));
    }
}

/// A parameter that is called bears whatever name its function gives it.
#[test]
fn parameters_called_like_methods_of_packages() {
    is_not_read(
        "import cattrs\nfrom app.images import Hull\n\ndef f(structure, data):\n    return structure(data, Hull)\n",
    );
    is_read(
        "import cattrs\nfrom app.images import Hull\n\ndef f(converter, data):\n    return converter.structure(data, Hull)\n",
    );
}
