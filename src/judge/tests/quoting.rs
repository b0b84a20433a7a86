//! Annotations that Python evaluates, put in quotes where nobody in the program reads them.
use super::super::testing::{Case, check, check_deferred, check_kept};
use super::super::{Code, Strategy};

const CHECKING: [Strategy; 1] = [Strategy::TypeChecking];

fn quoting(rest: &str) -> Case {
    Case::from(format!("import dockyard\n{rest}\n").as_str()).quoting()
}

#[test]
fn whoever_takes_the_names_of_parameters() {
    let case = |body: &str| {
        quoting(&format!(
            "import inspect\n\ndef sail(ship: dockyard.Ship): ...\n\ndef go(x):\n    {body}"
        ))
    };
    for body in [
        "return len(inspect.signature(sail).parameters)",
        "return 'ship' in inspect.signature(sail).parameters",
        "return [name for name in list(inspect.signature(sail).parameters)]",
        "return inspect.signature(sail).bind(x)",
        "return inspect.getfullargspec(sail).args",
        "for name in inspect.signature(sail).parameters: print(name)",
        "return list(inspect.signature(sail).parameters.keys())",
        "names = inspect.signature(sail).parameters.keys(); return [name for name in names]",
        "return inspect.signature(sail).parameters['ship'].default",
        "s = inspect.signature(sail)\n    return 'ship' in s.parameters and len(s.parameters)",
        "s = inspect.signature(sail)\n    return [p.name for p in s.parameters.values() if p.kind == p.VAR_KEYWORD]",
        "for n, p in inspect.signature(sail).parameters.items():\n        print(n, p.default)",
        "return any(p.kind is p.VAR_KEYWORD for p in inspect.signature(sail).parameters.values())",
    ] {
        check_deferred(case(body), "app.images", &CHECKING);
        // Since 3.14 all of it is evaluated, though nothing needs quotes.
        let text = format!(
            "import dockyard\nimport inspect\n\ndef sail(ship: dockyard.Ship): ...\n\ndef go(x):\n    {body}\n"
        );
        check_kept(
            Case::from(text.as_str()).target(14),
            "app.images",
            Code::RuntimeAnnotation,
        );
    }
    for body in [
        "return inspect.signature(sail).parameters",
        "return inspect.signature(sail).parameters['ship']",
        "return str(inspect.signature(sail))",
        "return inspect.getfullargspec(sail).annotations",
        "return len(inspect.signature(sail, eval_str=True).parameters)",
        "s = inspect.signature(sail)\n    return 'ship' in s.parameters and s",
        "s = inspect.signature(sail)\n    return s.parameters",
        "s = inspect.signature(sail)\n    s = s.replace()\n    return len(s.parameters)",
        "return [p.annotation for p in inspect.signature(sail).parameters.values()]",
        "return [p for p in inspect.signature(sail).parameters.values() if p.name]",
        "for n, p in inspect.signature(sail).parameters.items():\n        print(n, p)",
        "for p in x: print(p.name)\n    for p in inspect.signature(sail).parameters.values(): x(p)",
        "s = inspect.signature(sail, eval_str=True)\n    return len(s.parameters)",
    ] {
        check_kept(case(body), "app.images", Code::RuntimeAnnotation);
    }
}

#[test]
fn every_shape_of_a_signature() {
    check(
        Case::from(
            "
            from typing import Optional

            import dockyard
            from dockyard import Ship


            def sail(
                ship: Ship, *others: Ship, home: Optional[Ship] = None, **more: dict[str, 'Ship']
            ) -> list[dockyard.Ship]: ...


            async def dock(
                ships: dict[
                    str,
                    Ship | None,
                ],
                size: int = 1,
            ) -> 'Ship': ...


            class Port:
                def ships(self, first: type[Ship] | None) -> tuple[Ship, ...]: ...
            ",
        )
        .quoting(),
        "app.images",
        "
        from typing import TYPE_CHECKING, Optional

        if TYPE_CHECKING:
            import dockyard
            from dockyard import Ship


        def sail(
            ship: \"Ship\", *others: \"Ship\", home: \"Optional[Ship]\" = None, **more: dict[str, 'Ship']
        ) -> \"list[dockyard.Ship]\": ...


        async def dock(
            ships: \"dict[str, Ship | None]\",
            size: int = 1,
        ) -> 'Ship': ...


        class Port:
            def ships(self, first: \"type[Ship] | None\") -> \"tuple[Ship, ...]\": ...
        ",
    );
}

#[test]
fn nobody_sees_the_quotes() {
    for rest in [
        "def f(x: dockyard.Ship): ...",
        "ship: dockyard.Ship = None",
        "class A:\n    ship: dockyard.Ship = None",
        "import functools\n@functools.lru_cache\ndef f(x: dockyard.Ship): ...",
        "import click\n@click.command()\ndef f(x: dockyard.Ship): ...",
        "import inspect\ndef f(x: dockyard.Ship): ...\ndef g(): ...\nnames = inspect.signature(g)",
        "import functools\ndef wrap(f):\n    @functools.wraps(f)\n    def g(*a):\n        return f(*a)\n    return g\n@wrap\ndef f(x: dockyard.Ship): ...",
        "from dataclasses import dataclass\n@dataclass\nclass A:\n    ship: dockyard.Ship",
        "from dataclasses import dataclass, fields\n@dataclass\nclass A:\n    size: int\ndef f(x: dockyard.Ship):\n    return fields(A)",
        "from typing import NamedTuple\nclass A(NamedTuple):\n    ship: dockyard.Ship",
    ] {
        check_deferred(quoting(rest), "app.images", &CHECKING);
    }
}

#[test]
fn somebody_sees_the_quotes() {
    for rest in [
        "from dataclasses import dataclass, fields\n@dataclass\nclass A:\n    ship: dockyard.Ship\ndef f():\n    return fields(A)",
        "import dataclasses\n@dataclasses.dataclass\nclass A:\n    ship: dockyard.Ship\n    def f(self):\n        return [x.type for x in dataclasses.fields(self)]",
        "from dataclasses import dataclass, fields\n@dataclass\nclass A:\n    ship: dockyard.Ship\n@dataclass\nclass B:\n    a: A\ndef f():\n    return fields(B)",
        "from dataclasses import dataclass, fields\n@dataclass\nclass A:\n    ship: dockyard.Ship\ndef f(any):\n    return fields(any)",
        "import inspect\ndef f(x: dockyard.Ship): ...\nhints = inspect.signature(f)",
        "def f(x: dockyard.Ship): ...\nhints = f.__annotations__",
        "import inspect\ndef wrap(f):\n    inspect.signature(f)\n    return f\n@wrap\ndef f(x: dockyard.Ship): ...",
        "import attrs\n@attrs.define\nclass A:\n    ship: dockyard.Ship\ndef f():\n    return attrs.fields(A)",
        "import typer\ncli = typer.Typer()\n@cli.command()\ndef f(x: dockyard.Ship): ...",
        "import pydantic\nclass A(pydantic.BaseModel):\n    ship: dockyard.Ship",
        "class A:\n    ship: dockyard.Ship = None\nkinds = A.__annotations__.values()",
        "from other import decorate\n@decorate\ndef f(x: dockyard.Ship): ...",
    ] {
        check_kept(quoting(rest), "app.images", Code::RuntimeAnnotation);
    }
}

#[test]
fn what_cannot_be_quoted() {
    for rest in [
        "def f(\n    x: dict[\n        str,  # why\n        dockyard.Ship,\n    ],\n): ...",
        "from typing import Literal\ndef f(x: dict[Literal['a', \"b\"], dockyard.Ship]): ...",
        "def f(*args: *dockyard.Ship): ...",
        "def f(x: (y := dockyard.Ship)): ...",
    ] {
        check_kept(quoting(rest), "app.images", Code::EvaluatedAnnotation);
    }
}

#[test]
fn without_being_asked_nothing_is_quoted() {
    check_kept(
        "import dockyard\ndef f(x: dockyard.Ship): ...\n",
        "app.images",
        Code::EvaluatedAnnotation,
    );
}
