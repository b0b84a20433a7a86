//! An independent witness: a second parser, which shares no code with the one that dormant uses, reads every file before and
//! after a fix, and finds the same program but for where it imports.
//!
//! `DORMANT_WITNESS_DIR=/some/project cargo test --test it witness` does the same with a copy of that folder.

mod compare;
mod forwards;
mod normal;
mod quotes;
mod served;
mod serving;
mod small;

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use self::compare::{Verdict, compare};
use crate::support::project::Project;
use crate::support::run::run;
use crate::support::{dormant, testdata, tree};

#[track_caller]
fn same(before: &str, after: &str) {
    assert_eq!(
        compare(Path::new(FILE), &BTreeSet::new(), before, after),
        Verdict::Same,
        "\n--- before\n{before}\n--- after\n{after}"
    );
}

#[track_caller]
fn different(before: &str, after: &str, how: &str) {
    match compare(Path::new(FILE), &BTreeSet::new(), before, after) {
        Verdict::Different(text) => assert!(text.contains(how), "said {text:?}, not {how:?}"),
        other => panic!("{other:?}, but the two differ: {how}"),
    }
}

/// Where the hand-made texts stand.
const FILE: &str = "src/app/this.py";

const PLAIN: &str = "import framely\n\n\ndef total(x):\n    return framely.sum(x)\n";

#[test]
fn functions_that_call_in_the_place_of_others_are_the_same() {
    let before = "from a import b, c\n\nparser.set_defaults(func=b)\nparser.set_defaults(func=c.run)\n";
    let after = "def b(args):\n    from a import b\n\n    return b(args)\n\n\n\
                 def run(*args, **kwargs):\n    from a import c\n\n    return c.run(*args, **kwargs)\n\n\n\
                 parser.set_defaults(func=b)\nparser.set_defaults(func=run)\n";
    same(before, after);
    different(before, &after.replace("func=run", "func=b"), "differs");
    different(before, &after.replace("return b(args)", "return b()"), "differs");
    different(before, &after.replace("from a import c", "from a import d"), "is gone");
}

#[test]
fn moved_imports_are_the_same() {
    same(
        PLAIN,
        "def total(x):\n    import framely\n\n    return framely.sum(x)\n",
    );
    same(
        PLAIN,
        "lazy import framely\n\n\ndef total(x):\n    return framely.sum(x)\n",
    );
    same(
        PLAIN,
        "__lazy_modules__ = ['framely']\nimport framely\n\n\ndef total(x):\n    return framely.sum(x)\n",
    );
    same(
        "from a.b import C, d as e\n\n\ndef f(x: 'C'):\n    \"\"\"Doc.\"\"\"\n    return e(x)\n",
        "TYPE_CHECKING = False\nif TYPE_CHECKING:\n    from a.b import C\n\n\ndef f(x: 'C'):\n    \"\"\"Doc.\"\"\"\n    \
         from a.b import d as e\n\n    return e(x)\n",
    );
    same(
        "if True:\n    import a\n\n\ndef f():\n    return a\n",
        "if True:\n    pass\n\n\ndef f():\n    import a\n    return a\n",
    );
}

#[test]
fn imports_that_come_back_wait_at_the_top() {
    let before = "def f():\n    from a.b import c\n\n    return c()\n";
    same(before, "lazy from a.b import c\n\n\ndef f():\n    return c()\n");
    different(
        before,
        "from a.b import c\n\n\ndef f():\n    return c()\n",
        "new import",
    );
    different(
        before,
        "lazy from a.b import d\n\n\ndef f():\n    return c()\n",
        "new import",
    );
    same(
        "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from .b import c\n\nx: c\n",
        "lazy from .b import c\n\nx: c\n",
    );
}

#[test]
fn a_getattr_block_is_the_same() {
    same(
        "import os\nfrom a.b import C\n\n\ndef f():\n    return C()\n",
        "import os\nfrom typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from a.b import C\nelse:\n\n    \
         def __getattr__(name):\n        if name == 'C':\n            from a.b import C as value\n        else:\n            \
         raise AttributeError(name)\n        return globals().setdefault(name, value)\n\n\n\
         def f():\n    from app.this import C\n\n    return C()\n",
    );
}

#[test]
fn a_name_that_is_offered_under_another_one_is_the_same() {
    let block = |offers: &str| {
        format!(
            "from typing import TYPE_CHECKING\n\nif TYPE_CHECKING:\n    from a.b import C as _d\n\n    {offers}\nelse:\n\n    \
             def __getattr__(name):\n        if name == 'd':\n            from a.b import C as value\n        else:\n            \
             raise AttributeError(name)\n        return globals().setdefault(name, value)\n"
        )
    };
    same("from a.b import C as d\n", &block("d = _d"));
    different("from a.b import C as d\n", &block("d = _e"), "have become");
}

#[test]
fn annotations_in_quotes_are_the_same() {
    same(
        "import a\n\n\ndef f(x: a.B, /, *y: list['a.C'], z: Literal['a'] | a.D = 1, **w: int) -> a.B:\n    v: a.B = x\n",
        "if TYPE_CHECKING:\n    import a\n\n\n\
         def f(x: 'a.B', /, *y: 'list[a.C]', z: \"Literal['a'] | a.D\" = 1, **w: int) -> 'a.B':\n    v: 'a.B' = x\n",
    );
    let change = |before: &str, after: &str| different(before, after, "annotation 1");
    change("x: 'a.B'\n", "x: a.B\n");
    change("x: a.B\n", "x: 'a.C'\n");
    change("x: a.B\n", "x: a.C\n");
    change("x: a['B']\n", "x: a[B]\n");
    change("x: Literal['B']\n", "x: 'Literal[B]'\n");
    change("x: Annotated[int, 'B']\n", "x: 'Annotated[int, B]'\n");
    change("async def f(x) -> a.B: ...\n", "async def f(x) -> 'a.C': ...\n");
    different("x: a.B = 1\n", "x = 1\n", "statement 1");
    different("def f(x: a): ...\n", "def f(x): ...\n", "statement 1");
    different("x = a.B\n", "x = 'a.B'\n", "statement 1");
}

#[test]
fn a_changed_program_is_caught() {
    different(
        PLAIN,
        "import framely\n\n\ndef total(x):\n    return framely.sum(y)\n",
        "statement 1",
    );
    different(PLAIN, "import framely\n", "1 statements of the module have become 0");
    different("import a\nX = 1\n", "import a\nX = 2\n", "statement 1");
    different("import a\nX = 1\nY = 2\n", "import a\nY = 2\n", "statement 1");
    different(
        "import a\n@d\ndef f():\n    return a\n",
        "def f():\n    import a\n    return a\n",
        "statement 1",
    );
    different(
        "import a\ndef f(x=1):\n    return a\n",
        "def f(x=2):\n    import a\n    return a\n",
        "statement 1",
    );
    different(
        "import a\nclass A(B):\n    def f(self): return a\n",
        "class A:\n    def f(self):\n        import a\n        return a\n",
        "statement 1",
    );
    different(
        "import a\ndef f():\n    'doc'\n    return a\n",
        "def f():\n    import a\n    return a\n",
        "statement 1",
    );
    different("X = 'a\\n'\n", "X = 'a'\n", "statement 1");
    different("async def f(): await g()\n", "def f(): g()\n", "statement 1");
    different("def f(): return 1\n", "def f( return 1\n", "does not parse");
}

#[test]
fn a_lost_or_changed_import_is_caught() {
    different(
        PLAIN,
        "def total(x):\n    return framely.sum(x)\n",
        "the import of `framely` is gone",
    );
    different(
        PLAIN,
        "def total(x):\n    import framily as framely\n    return framely.sum(x)\n",
        "is gone",
    );
    different(
        "import a\ndef f():\n    import b\n    return a, b\n",
        "def f():\n    import a\n    return a, b\n",
        "no longer imports `b`",
    );
    different(
        "import a\ndef f():\n    return a\n",
        "import a\ndef f():\n    import b\n    return a\n",
        "which the module did not",
    );
    different(
        "import a\nX = a\n",
        "import a\nimport b\nX = a\n",
        "a new import of `b`",
    );
    different(
        "from a import *\ndef f(): return 1\n",
        "def f(): return 1\n",
        "statement 1",
    );
    different(
        "from __future__ import annotations\nX: int = 1\n",
        "X: int = 1\n",
        "statement 1",
    );
    different(
        "from a import C\ndef f():\n    return C\n",
        "if TYPE_CHECKING:\n    from a import C\ndef f():\n    from app.that import C\n    return C\n",
        "which the module did not",
    );
    different(
        "X = 1\n",
        "if TYPE_CHECKING:\n    import other.sub as sub\nX = 1\n",
        "a new import of `other.sub as sub`",
    );
    different(
        "from .a import b\ndef f():\n    return b\n",
        "def f():\n    from ..a import b as c\n    return b\n",
        "is gone",
    );
}

#[test]
fn statements_that_look_generated_are_still_compared() {
    different("if TYPE_CHECKING:\n    X = 1\n", "", "have become 0");
    different(
        "if TYPE_CHECKING:\n    import a\nelse:\n    a = None\n",
        "if TYPE_CHECKING:\n    import a\n",
        "have become 0",
    );
    different("TYPE_CHECKING = True\n", "", "have become 0");
    different("def __getattr__(name):\n    return 1\n", "", "have become 0");
}

#[test]
fn what_the_witness_cannot_read_it_does_not_judge() {
    assert_eq!(
        compare(Path::new(FILE), &BTreeSet::new(), "def f(:\n", "X = 1\n"),
        Verdict::Unread
    );
}

/// A file's text; bytes that are not UTF-8 as Latin-1, which keeps every difference.
fn text(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.trim_start_matches('\u{feff}').to_string(),
        Err(_) => bytes.iter().map(|byte| char::from(*byte)).collect(),
    }
}

#[derive(Default)]
struct Tally {
    same: usize,
    unread: usize,
    changed: usize,
    differences: Vec<String>,
}

impl Tally {
    fn add(&mut self, name: &str, before: &BTreeMap<PathBuf, Vec<u8>>, after: &BTreeMap<PathBuf, Vec<u8>>) {
        for (path, bytes) in before
            .iter()
            .filter(|(path, _)| path.extension().is_some_and(|end| end == "py"))
        {
            let Some(new) = after.get(path) else {
                self.differences.push(format!("{name}: {} is gone", path.display()));
                continue;
            };
            self.changed += usize::from(new != bytes);
            let folder = path.parent();
            let beside = before.keys().filter(|other| other.parent() == folder);
            let beside = beside.filter_map(|other| Some(other.file_stem()?.to_string_lossy().into_owned()));
            match compare(path, &beside.collect(), &text(bytes), &text(new)) {
                Verdict::Same => self.same += 1,
                Verdict::Unread => self.unread += 1,
                Verdict::Different(how) => self.differences.push(format!("{name}: {}: {how}", path.display())),
            }
        }
    }

    fn assert(self) {
        eprintln!(
            "the witness: {} files the same, {} of them changed, {} not read",
            self.same, self.changed, self.unread
        );
        assert!(self.differences.is_empty(), "{}", self.differences.join("\n"));
    }
}

/// The strategies that move imports and change nothing else. Tables and constants change expressions and statements, which is
/// what the witness is there to catch: their projects are executed before and after instead.
const MOVES: &str = "lazy-keyword,type-checking,function-local,module-getattr";

fn fix_and_compare(tally: &mut Tally, name: &str, work: &Path, paths: &[String]) {
    let before = tree::read(work);
    let done = run(dormant(work).args(["fix", "--strategies", MOVES]).args(paths));
    assert!(done.status != -1, "{name}: {}", done.stderr);
    tally.add(name, &before, &tree::read(work));
}

/// Projects in which code that a person wrote becomes imports. The witness knows no forms but dormant's own; whether these mean the
/// same, their probes say, which run before and after.
const BEYOND: [&str; 1] = ["lazy-keyword/back-from-a-table-of-a-person"];

#[test]
fn every_project_means_the_same_after_a_fix() {
    let mut tally = Tally::default();
    let all = Project::all().expect("the projects can be read");
    let is_read = |project: &&Project| project.exit == 0 && !BEYOND.contains(&project.name.as_str());
    for project in all.iter().filter(is_read) {
        let folder = tempfile::tempdir().expect("a temporary folder");
        project.prepare(folder.path()).expect("the project can be copied");
        fix_and_compare(&mut tally, &project.name, folder.path(), project.fixed_paths());
    }
    tally.assert();
}

#[test]
fn the_sample_means_the_same_after_a_fix() {
    let mut tally = Tally::default();
    let folder = tempfile::tempdir().expect("a temporary folder");
    tree::copy(&testdata().join("sample"), folder.path()).expect("the sample can be copied");
    fix_and_compare(&mut tally, "sample", folder.path(), &["src".to_string()]);
    assert_eq!(tally.unread, 0, "the witness can read the whole sample");
    tally.assert();
}

#[test]
fn a_given_folder_means_the_same_after_a_fix() {
    let Some(given) = std::env::var_os("DORMANT_WITNESS_DIR") else {
        return crate::support::skip(
            "a_given_folder_means_the_same_after_a_fix",
            "DORMANT_WITNESS_DIR is not set",
        );
    };
    let mut tally = Tally::default();
    let folder = tempfile::tempdir().expect("a temporary folder");
    tree::copy(Path::new(&given), folder.path()).expect("the folder can be copied");
    fix_and_compare(&mut tally, "given", folder.path(), &[".".to_string()]);
    tally.assert();
}
