//! Compares two versions of a file: the second may differ from the first only as a fix may make it differ.
use std::collections::BTreeSet;
use std::path::Path;

use super::normal::{Import, Normal, normal};
use super::quotes;

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

/// Whether `after` is `before`, the text of `file`, with imports moved and annotations in quotes, and nothing else.
pub fn compare(file: &Path, before: &str, after: &str) -> Verdict {
    let Ok(old) = normal(before) else {
        return Verdict::Unread;
    };
    let new = match normal(after) {
        Ok(new) => new,
        Err(error) => return Verdict::Different(format!("it does not parse any more: {error}")),
    };
    match difference(file, &old, &new) {
        Some(text) => Verdict::Different(text),
        None => Verdict::Same,
    }
}

fn difference(file: &Path, old: &Normal, new: &Normal) -> Option<String> {
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
    // The statements being equal, there are as many annotations.
    let mut annotations = old.annotations.iter().zip(&new.annotations).enumerate();
    if let Some((at, (one, other))) = annotations.find(|(_, (one, other))| !quotes::is_same(one, other)) {
        return Some(format!("annotation {} differs:\n  {one:?}\n  {other:?}", at + 1));
    }
    // The statements being equal, the functions are too: they can be compared one by one.
    let everywhere: BTreeSet<&Import> = new.module.iter().chain(new.functions.iter().flatten()).collect();
    if let Some(lost) = old.module.iter().find(|import| !everywhere.contains(import)) {
        return Some(format!("the import of {} is gone", words(lost)));
    }
    let typing = |import: &Import| import.1 == "TYPE_CHECKING" || import.1 == "typing";
    if let Some(extra) = new
        .module
        .iter()
        .find(|import| !may_be_new(file, old, import) && !typing(import))
    {
        return Some(format!("the module has a new import of {}", words(extra)));
    }
    for (at, (one, other)) in old.functions.iter().zip(&new.functions).enumerate() {
        if let Some(lost) = one.iter().find(|import| !other.contains(*import)) {
            return Some(format!("function {} no longer imports {}", at + 1, words(lost)));
        }
        if let Some(extra) = other
            .iter()
            .find(|import| !one.contains(*import) && !may_be_new(file, old, import))
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

/// An import may appear where the module had it before; or it takes from this very module a name that the module bound; or
/// it is `import package.sub as sub` in the package's own `__getattr__`, which stands for `from . import sub`.
fn may_be_new(file: &Path, old: &Normal, import: &Import) -> bool {
    let (origin, name, bound) = import;
    let is_bound = |known: &Import| {
        let first = known.1.split('.').next().unwrap_or_default();
        let as_is = if known.0.is_empty() { first } else { known.1.as_str() };
        known.2.as_deref().unwrap_or(as_is) == name
    };
    let from_this_module = bound.is_none() && is_file(file, origin) && old.module.iter().any(is_bound);
    let submodule = match (name.rsplit_once('.'), bound) {
        (Some((package, last)), Some(bound)) => origin.is_empty() && last == bound && is_file(file, package),
        _ => false,
    };
    old.module.contains(import) || from_this_module || submodule
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
