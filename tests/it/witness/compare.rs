//! Compares two versions of a file: the second may differ from the first only as a fix may make it differ.
use std::collections::BTreeSet;
use std::path::Path;

use rustpython_parser::ast::Stmt;

use super::forwards::undone;
use super::normal::{ASKED, Import, Normal, blind, bound_by, lazily, normal, parse};
use super::quotes;
use super::served::is_flag;

/// What the witness says of a pair.
#[derive(Debug, PartialEq, Eq)]
pub enum Verdict {
    /// The same program, but for where it imports.
    Same,
    /// This parser cannot read the first version: it says nothing.
    Unread,
    /// Different, and how.
    Different(String),
}

/// Whether `after` is `before`, the text of `file`, with imports moved and annotations in quotes, and nothing else. `beside` are
/// the modules in its folder: which of them another one loads is for the projects that are executed to tell.
pub fn compare(file: &Path, beside: &BTreeSet<String>, before: &str, after: &str) -> Verdict {
    let Ok(mut suite) = parse(before) else {
        return Verdict::Unread;
    };
    // The names of a module that has another `globals`; that it has one is for the projects that are executed to tell.
    let after = &after.replace("__getattr__.__globals__", "globals()");
    let new = match parse(after) {
        Ok(new) => normal(undone(&suite, new)),
        Err(error) => return Verdict::Different(format!("it does not parse any more: {error}")),
    };
    // A statement that is served now stood at the top of the module, word for word, or was served before.
    let mut served = normal(suite.clone()).attempts;
    for attempt in &new.attempts {
        if let Some(at) = served.iter().position(|known| known == attempt) {
            served.remove(at);
        } else if let Some(at) = suite.iter().position(|one| blind(one.clone()) == attempt.statement) {
            suite.remove(at);
        } else if stood_beside_type_checking(&mut suite, &attempt.statement) {
            continue;
        } else {
            return Verdict::Different(format!(
                "a statement is served that the module did not have: {attempt:?}"
            ));
        }
    }
    if let Some(lost) = served.first() {
        return Verdict::Different(format!("a statement is no longer served: {lost:?}"));
    }
    let old = normal(suite);
    match difference((file, beside), &old, &new, &lazily(after)) {
        Some(text) => Verdict::Different(text),
        None => Verdict::Same,
    }
}

/// Takes a statement away that is all that the `else` of an `if TYPE_CHECKING:` has; whether there was one.
fn stood_beside_type_checking(suite: &mut [Stmt], statement: &Stmt<()>) -> bool {
    let mut blocks = suite.iter_mut().filter_map(|one| match one {
        Stmt::If(block) if is_flag(&block.test) => Some(block),
        _ => None,
    });
    let is_all = |orelse: &[Stmt]| matches!(orelse, [only] if blind(only.clone()) == *statement);
    let Some(block) = blocks.find(|block| is_all(&block.orelse)) else {
        return false;
    };
    block.orelse.clear();
    true
}

type File<'a> = (&'a Path, &'a BTreeSet<String>);

fn difference(file: File<'_>, old: &Normal, new: &Normal, lazy: &BTreeSet<Import>) -> Option<String> {
    if let Some((at, (one, other))) = old
        .body
        .iter()
        .zip(&new.body)
        .enumerate()
        .find(|(_, (one, other))| one != other)
    {
        return Some(format!(
            "statement {} of the module differs:\n  {one:?}\n  {other:?}",
            at + 1
        ));
    }
    if old.body.len() != new.body.len() {
        return Some(format!(
            "{} statements of the module have become {}",
            old.body.len(),
            new.body.len()
        ));
    }
    if let Some(lost) = old.branches.iter().find(|branch| !new.branches.contains(branch)) {
        return Some(format!("a branch of `__getattr__` is gone: {lost:?}"));
    }
    // The statements being equal, there are as many annotations.
    let mut annotations = old.annotations.iter().zip(&new.annotations).enumerate();
    if let Some((at, (one, other))) = annotations.find(|(_, (one, other))| !quotes::is_same(one, other)) {
        return Some(format!("annotation {} differs:\n  {one:?}\n  {other:?}", at + 1));
    }
    // The statements being equal, the functions are too: they can be compared one by one.
    let everywhere: BTreeSet<&Import> = new.module.iter().chain(new.functions.iter().flatten()).collect();
    let typing = |import: &Import| import.1 == "TYPE_CHECKING" || import.1 == "typing";
    // The flag goes with the last block that asks it.
    let mut lost = old.module.iter().filter(|import| !everywhere.contains(import));
    if let Some(lost) = lost.find(|import| lazy.is_empty() || !typing(import)) {
        return Some(format!("the import of {} is gone", words(lost)));
    }
    // What functions import may come back to the top of the module, if it waits there.
    let comes_back =
        |import: &Import| lazy.contains(import) && old.functions.iter().any(|function| function.contains(import));
    if let Some(extra) = new
        .module
        .iter()
        .find(|import| !may_be_new(file, (old, new), import) && !typing(import) && !comes_back(import))
    {
        return Some(format!("the module has a new import of {}", words(extra)));
    }
    for (at, (one, other)) in old.functions.iter().zip(&new.functions).enumerate() {
        // What they took from this very module, which served it, they find at its top.
        let is_at_the_top = |import: &Import| {
            let is_own = import.0 == ASKED || is_this_module(file.0, &import.0);
            is_own && lazy.iter().any(|own| bound_by(own) == bound_by(import))
        };
        let is_gone = |import: &&Import| !other.contains(*import) && !lazy.contains(import) && !is_at_the_top(import);
        if let Some(lost) = one.iter().find(is_gone) {
            return Some(format!("function {} no longer imports {}", at + 1, words(lost)));
        }
        if let Some(extra) = other
            .iter()
            .find(|import| !one.contains(*import) && !may_be_new(file, (old, new), import))
        {
            return Some(format!(
                "function {} imports {}, which the module did not",
                at + 1,
                words(extra)
            ));
        }
    }
    None
}

/// An import may appear where the module had it before; or it takes from this very module a name that the module bound, and
/// that it still has; or it is a submodule in the package's own `__getattr__`.
fn may_be_new(file: File<'_>, (old, new): (&Normal, &Normal), import: &Import) -> bool {
    let (origin, name, bound) = import;
    let was_bound = || {
        let mut attempts = new.attempts.iter();
        old.module.iter().any(|known| bound_by(known) == name) || attempts.any(|attempt| attempt.names.contains(name))
    };
    let from_this_module = bound.is_none()
        && (origin == ASKED || is_this_module(file.0, origin))
        && was_bound()
        && new.provided.contains(name);
    old.module.contains(import) || from_this_module || is_own_submodule(file, old, import)
}

/// `import package.sub as sub`, or what stands for `from . import sub`: the package imported the submodule, or loaded it by
/// importing from it, or from another module in its folder.
fn is_own_submodule((file, beside): File<'_>, old: &Normal, (origin, name, bound): &Import) -> bool {
    let (package, last) = match name.rsplit_once('.') {
        Some((package, last)) if origin.is_empty() => (package, last),
        None if origin == "." => ("", name.as_str()),
        _ => return false,
    };
    let is_own = file.ends_with("__init__.py") && (package.is_empty() || is_file(file, package));
    let is_below = |known: &Import| {
        let (from, thing, _) = known;
        let absolute = if from.is_empty() { thing } else { from };
        let rest = match absolute.strip_prefix('.') {
            Some(rest) => Some(rest),
            None => parents(absolute)
                .find(|(parent, _)| is_file(file, parent))
                .map(|(_, rest)| rest),
        };
        rest.is_some_and(|rest| rest == last || rest.strip_prefix(last).is_some_and(|rest| rest.starts_with('.')))
    };
    let is_import = |known: &Import| {
        known.1 == last && bound_by(known) == bound.as_deref().unwrap_or(last) && is_this_module(file, &known.0)
    };
    let is_beside = origin == "." && beside.contains(last);
    let is_loaded = bound.as_deref().unwrap_or(last) == last && (is_beside || old.module.iter().any(is_below));
    is_own && (is_loaded || old.module.iter().any(is_import))
}

/// `a` and `b.c`, then `a.b` and `c`.
fn parents(dotted: &str) -> impl Iterator<Item = (&str, &str)> {
    dotted
        .match_indices('.')
        .map(|(at, _)| (&dotted[..at], &dotted[at + 1..]))
}

/// Whether what stands behind `from` is the module of this file.
fn is_this_module(file: &Path, origin: &str) -> bool {
    let stem = file.file_stem().and_then(|stem| stem.to_str()).unwrap_or_default();
    match origin.strip_prefix('.') {
        Some("") => stem == "__init__",
        Some(name) => stem != "__init__" && name == stem,
        None => is_file(file, origin),
    }
}

/// Whether `file` is where the module `dotted` would be.
fn is_file(file: &Path, dotted: &str) -> bool {
    let path = dotted.replace('.', "/");
    !path.is_empty() && (file.ends_with(format!("{path}.py")) || file.ends_with(format!("{path}/__init__.py")))
}

fn words((origin, name, bound): &Import) -> String {
    let renamed = bound.as_ref().map_or(String::new(), |bound| format!(" as {bound}"));
    if origin.is_empty() {
        format!("`{name}{renamed}`")
    } else {
        format!("`{name}{renamed}` from `{origin}`")
    }
}
