//! Random plans over sample texts: whatever is asked, nothing panics, and what comes out has passed the check, parses for a
//! second, independent parser, and keeps its line ends.
use proptest::prelude::*;
use ruff_python_ast::{Expr, Stmt};
use ruff_text_size::Ranged;

use super::help::{collect, moved};
use crate::rewrite::annotations::annotations;
use crate::rewrite::layout::Source;
use crate::rewrite::locate::aliases;
use crate::rewrite::rewrite;
use crate::rewrite::suites::{insertion_place, suites};
use crate::syntax::Span;
use crate::verdict::{Deferral, FilePlan, Insertion, Moved, Way};

const SAMPLES: [&str; 15] = [
    "import os\n\nimport dockyard\nfrom m import a, b as c\n\n\ndef f():\n    return dockyard, a\n\n\nclass K:\n    def g(self): return c\n",
    "\"\"\"D.\"\"\"\nfrom __future__ import annotations\nimport a.b, a.c; import d; R = 1  # end\n\ndef f(): \"Doc.\"; return a\ndef g(): import os; return d",
    "#!/usr/bin/env python3\n# head\n\n# third\nfrom m import (  # m\n    # images\n    Image,\n    from_env as connect,  # connects\n\n    NotFound\n)\nX = 1\ndef f():\n    # c\n    return Image\n",
    "import a\r\n\r\nfrom b import (c,\r\n               d, e)\r\n\r\ndef f(x,\r\n      y={1: 2}):\r\n    '''doc\r\n    '''\r\n\r\n    return c\r\n",
    "from framely import read, \\\n    concat\nimport framely \\\n    as fr\n\ndef total(text) \\\n        :\n    return \\\n        read(text)\n",
    "if x:\n\timport a\n\timport b as name\nelse:\n\tfrom c import d\ntry:\n\timport e\nexcept ImportError:\n\te = None\nif x: import f; import g\ndef h():\n\t'x'; return a\n",
    "import typing as t\nimport a\nfrom b import c\n\nif t.TYPE_CHECKING:\n    from x import y\n\ndef f():\n    import aa\n    from z import zz\n    return a\n\nif __name__ == \"__main__\":\n    import os\n    f()\n",
    "from typing import (\n    IO,\n    Any,\n)\nimport a\nfrom . import sub, other as o\nfrom .x import y\n__all__ = [\"a\"]\nif __name__ == '__main__': print(a)\n",
    "\x0cimport a\n\x0c\nimport b  # type: ignore[x]  # noqa: E402 # see #3\n\x0c\ndef f():\n\x0c    return a\n",
    "import a",
    "import a; import b",
    "import a\n\"text\"\nimport b\n",
    "from typing import TYPE_CHECKING\nimport a\nfrom b import c, d\nif TYPE_CHECKING: import z\n@deco(\n    1\n)\n# c\nasync def f():\n  @deco\n  def g():\n    '''d'''\n  return g\n",
    "__lazy_modules__ = [\"a\", \"q\"]\nimport os\nimport a\nimport b\nfrom c import d, e  # noqa\nTEXT = \"\"\"\nimport a\n\"\"\"\ndef f(): return \"\"\"\n  x\n\"\"\" + a\n",
    "import os; x: Optional['a.B'] = 1\nfrom m import b, c as d\nimport a\ndef f(y: dict[\n    a.B,\n    'b',\n], *z: (a\n  | Literal[\"a\"])) -> b:\n    from k import q\n    from m import e\n    w: b = 1\n    return b\nclass K:\n    v: a.B; u: d\n    def g(self: b) -> d: return a\n",
];

/// Everything of a sample that a plan can name.
fn choices(text: &str) -> (Vec<(Span, Span)>, Vec<u32>, Vec<Span>) {
    fn imports(suite: &[Stmt], found: &mut Vec<(Span, Span)>) {
        for stmt in suite {
            // What runs later, or never, is no eager import; nor does a plan defer what says `TYPE_CHECKING`.
            match stmt {
                Stmt::FunctionDef(_) | Stmt::ClassDef(_) => continue,
                Stmt::If(branch) if crate::rewrite::section::is_checking_test(&branch.test) => continue,
                Stmt::If(branch) if matches!(branch.test.as_ref(), Expr::Compare(_)) => continue,
                _ if crate::rewrite::suites::is_future(stmt) => continue,
                _ => {}
            }
            let names = aliases(stmt)
                .iter()
                .filter(|alias| !["typing", "TYPE_CHECKING", "*"].contains(&alias.name.as_str()));
            found.extend(names.map(|alias| (Span::from(stmt.range()), Span::from(alias.range()))));
            suites(stmt).into_iter().for_each(|inner| imports(inner, found));
        }
    }
    let source = Source::parse(text).unwrap();
    let mut names = Vec::new();
    imports(source.body(), &mut names);
    // Nor one of two imports that bind the same name.
    let bound = |alias: &Span| {
        text[alias.range()]
            .rsplit(' ')
            .next()
            .unwrap_or_default()
            .split('.')
            .next()
            .unwrap_or_default()
    };
    let all: Vec<&str> = names.iter().map(|(_, alias)| bound(alias)).collect();
    names.retain(|(_, alias)| all.iter().filter(|name| **name == bound(alias)).count() == 1);
    let mut all = Vec::new();
    collect(source.body(), &mut all);
    let is_place = |stmt: &&Stmt| match stmt {
        Stmt::If(branch) => text[crate::rewrite::layout::range(branch.test.as_ref())].starts_with("__name__"),
        _ => true,
    };
    let quotable = all
        .iter()
        .flat_map(|stmt| annotations(stmt))
        .map(|found| Span::from(found.range()))
        .collect();
    let places = all.into_iter().filter(is_place).filter_map(insertion_place).collect();
    (names, places, quotable)
}

/// Reads the bits of a random number as decisions.
fn plan(text: &str, seed: &[u64], mode: u8) -> FilePlan {
    let (names, places, quotable) = choices(text);
    let mut plan = FilePlan {
        module: "app".into(),
        is_package: mode & 1 == 0,
        typing_is_loaded: mode & 2 == 0,
        suppression: (mode & 4 == 0).then(|| "# noqa: PLC0415".to_owned()),
        deferrals: Vec::new(),
        ..FilePlan::default()
    };
    for (index, (statement, alias)) in names.into_iter().enumerate() {
        let bits = seed
            .get(index % seed.len().max(1))
            .copied()
            .unwrap_or_default()
            .rotate_left(index as u32);
        if bits & 3 == 0 {
            continue;
        }
        let mut deferral = Deferral {
            statement,
            alias,
            ..Deferral::default()
        };
        match mode >> 3 {
            0 => deferral.way = Way::LazyKeyword,
            1 => deferral.way = Way::LazyModules,
            _ => {
                let moved = moved(&mut deferral);
                moved.getattr = bits & 12 == 0;
                moved.type_checking = moved.getattr || bits & 16 == 0;
                for (place, at) in places.iter().enumerate() {
                    if bits >> (5 + 2 * (place % 20)) & 1 == 0 {
                        let through_module = moved.getattr && bits >> (6 + 2 * (place % 20)) & 1 == 0;
                        moved.insertions.push(Insertion {
                            at: *at,
                            through_module,
                        });
                    }
                }
                let is_quoted = |place: usize| bits >> (7 + 3 * (place % 15)) & 1 == 0;
                let spans = quotable.iter().enumerate().filter(|(place, _)| is_quoted(*place));
                moved.quotes = spans.map(|(_, span)| *span).collect();
                if moved.getattr && plan.is_package && bits & 32 == 0 {
                    moved.submodules = vec!["sub".into(), "more".into()];
                }
            }
        }
        plan.deferrals.push(deferral);
    }
    plan
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 600, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_plan_gives_a_text_that_means_what_was_planned(
        sample in 0..SAMPLES.len(),
        seed in proptest::collection::vec(any::<u64>(), 1..8),
        mode in 0u8..64,
    ) {
        let text = SAMPLES[sample];
        let plan = plan(text, &seed, mode);
        match rewrite(text, &plan) {
            Ok(new) => {
                if mode >> 3 != 0 {
                    let parsed = rustpython_parser::parse(&new, rustpython_parser::Mode::Module, "new.py");
                    prop_assert!(parsed.is_ok(), "{parsed:?}\n{new}");
                }
                if text.contains("\r\n") {
                    prop_assert_eq!(new.matches('\n').count(), new.matches("\r\n").count());
                }
            }
            Err(error) => prop_assert!(false, "{error}\n{text}\n{plan:?}"),
        }
    }

    #[test]
    fn a_plan_that_does_not_fit_never_panics(
        sample in 0..SAMPLES.len(),
        spans in proptest::collection::vec((0u32..300, 0u32..300, 0u32..300, 0u32..300, 0u32..300), 1..4),
    ) {
        let deferrals = spans.into_iter().map(|(a, b, c, d, at)| Deferral {
            statement: Span::new(a, b),
            alias: Span::new(c, d),
            way: Way::Moved(Moved { insertions: vec![Insertion { at, through_module: false }], ..Moved::default() }),
        }).collect();
        let plan = FilePlan { deferrals, ..FilePlan::default() };
        prop_assert!(rewrite(SAMPLES[sample], &plan).is_err());
    }
}
