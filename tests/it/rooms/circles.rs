//! Which file takes names from which, followed through re-exports to the file that defines them, and the circles of that.
//!
//! What a file takes from the modules around it is no arrow: Rust nests files so that the inner ones see what the outer one has.
use super::read::{File, expand};
use std::collections::{BTreeMap, BTreeSet};

/// The path of a module, as its parts below `crate::`.
type Module = Vec<String>;

/// A re-export may lead to another; more than this many do not follow each other.
const MOST_STEPS: usize = 8;

/// The groups of files that take names from each other in a circle, each sorted by name.
pub fn circles(files: &[File]) -> Vec<Vec<String>> {
    let tree = Tree::new(files);
    let arrows: BTreeMap<&Module, BTreeSet<Module>> = tree.files.keys().map(|from| (from, tree.arrows(from))).collect();
    let reached: BTreeMap<&Module, BTreeSet<Module>> =
        arrows.keys().map(|&from| (from, reached_from(from, &arrows))).collect();
    let mut found: BTreeSet<Vec<String>> = BTreeSet::new();
    for (&from, there) in &reached {
        let circle: Vec<String> = there
            .iter()
            .filter(|to| reached[to].contains(from))
            .map(|module| tree.files[module].name.clone())
            .collect();
        if circle.len() > 1 {
            found.insert(circle);
        }
    }
    found.into_iter().collect()
}

fn reached_from(from: &Module, arrows: &BTreeMap<&Module, BTreeSet<Module>>) -> BTreeSet<Module> {
    let mut seen = BTreeSet::new();
    let mut open = vec![from.clone()];
    while let Some(module) = open.pop() {
        for next in &arrows[&module] {
            if seen.insert(next.clone()) {
                open.push(next.clone());
            }
        }
    }
    seen
}

/// The files by their modules, with what each brings in by `use`.
struct Tree<'a> {
    files: BTreeMap<Module, &'a File>,
    uses: BTreeMap<Module, Vec<Vec<String>>>,
}

impl<'a> Tree<'a> {
    fn new(files: &'a [File]) -> Self {
        let files: BTreeMap<Module, &File> = files.iter().map(|file| (module_of(&file.name), file)).collect();
        let mut tree = Tree {
            files,
            uses: BTreeMap::new(),
        };
        let uses = tree.files.iter().map(|(module, file)| {
            let mut paths = Vec::new();
            for statement in use_statements(&file.text).0 {
                expand(path_of(statement), &[], &mut paths);
            }
            let paths = paths.iter().filter_map(|path| tree.absolute(module, path)).collect();
            (module.clone(), paths)
        });
        tree.uses = uses.collect();
        tree
    }

    /// A path as it stands in a module, from the crate on; none where it leads to another crate.
    fn absolute(&self, module: &Module, path: &[String]) -> Option<Module> {
        let ups = path.iter().take_while(|part| *part == "super").count();
        let is_child = || {
            path.first()
                .is_some_and(|first| self.files.contains_key(&below(module, first)))
        };
        match path.first()?.as_str() {
            "crate" => Some(path[1..].to_vec()),
            "self" => Some([module, &path[1..]].concat()),
            "super" => Some([module.get(..module.len().checked_sub(ups)?)?, &path[ups..]].concat()),
            _ if is_child() => Some([module, path].concat()),
            _ => None,
        }
    }

    /// The module whose file defines what a path names.
    fn home(&self, path: &[String], steps: usize) -> Option<Module> {
        let depth = (1..=path.len())
            .rev()
            .find(|&depth| self.files.contains_key(&path[..depth]))?;
        let module = path[..depth].to_vec();
        let Some(name) = path.get(depth).filter(|name| *name != "*" && *name != "self") else {
            return Some(module);
        };
        let uses = &self.uses[&module];
        let by_name = uses.iter().filter(|used| used.last() == Some(name)).cloned();
        let by_star = uses.iter().filter(|used| used.last().is_some_and(|last| last == "*"));
        let by_star = by_star
            .map(|used| below(&used[..used.len() - 1].to_vec(), name))
            .filter(|used| self.home(used, 0).is_some_and(|home| self.defines(&home, name)));
        let found = by_name
            .chain(by_star)
            .find_map(|used| self.home(&used, steps.checked_sub(1)?));
        Some(found.unwrap_or(module))
    }

    fn defines(&self, module: &Module, name: &str) -> bool {
        let text = &self.files[module].text;
        ["fn ", "struct ", "enum ", "trait ", "type ", "const "]
            .iter()
            .any(|kind| text.contains(&format!("{kind}{name}")))
    }

    /// The modules whose files define what the file of a module takes, but for those around it.
    fn arrows(&self, module: &Module) -> BTreeSet<Module> {
        let (statements, rest) = use_statements(&self.files[module].text);
        // What is only handed on is not taken.
        let handed_on: BTreeSet<Vec<String>> = statements
            .iter()
            .filter(|statement| statement.starts_with("pub "))
            .flat_map(|statement| {
                let mut paths = Vec::new();
                expand(path_of(statement), &[], &mut paths);
                paths
            })
            .filter_map(|path| self.absolute(module, &path))
            .filter(|path| path.last().is_some_and(|name| !has_word(&rest, name)))
            .collect();
        let used = self.uses[module].iter().filter(|path| !handed_on.contains(*path));
        // A module that is brought in counts by what is taken from it.
        let named = used.filter(|path| !self.files.contains_key(*path)).cloned();
        let spelt = paths_in(&rest).into_iter().filter_map(|path| {
            let brought_in = self.uses[module].iter().find(|used| used.last() == path.first());
            let module_brought_in = brought_in.filter(|used| self.files.contains_key(*used));
            match module_brought_in {
                Some(used) => Some([used, &path[1..]].concat()),
                None => self.absolute(module, &path),
            }
        });
        named
            .chain(spelt)
            .filter_map(|path| self.home(&path, MOST_STEPS))
            .filter(|home| !module.starts_with(home))
            .collect()
    }
}

fn below(module: &Module, name: &str) -> Module {
    [module.as_slice(), &[name.to_string()]].concat()
}

/// `graph/mod.rs` is `graph`, `graph/reach.rs` is `graph reach`.
fn module_of(name: &str) -> Module {
    let name = name.trim_end_matches(".rs").trim_end_matches("/mod");
    name.split('/').map(str::to_string).collect()
}

/// What `pub(super) use a::b` brings in: `a::b`.
fn path_of(statement: &str) -> &str {
    statement.split_once("use ").map_or(statement, |(_, path)| path)
}

/// The `use` statements of a text, up to their `;`, and the text without them.
fn use_statements(text: &str) -> (Vec<&str>, String) {
    let (mut found, mut rest) = (Vec::new(), String::new());
    let mut left = text;
    while let Some(at) = left.find("use ") {
        let line = left[..at].rfind('\n').map_or(0, |end| end + 1);
        let before = left[line..at].trim();
        let is_statement = before.is_empty() || before == "pub" || before.starts_with("pub(") && before.ends_with(')');
        let end = left[at..].find(';').map_or(left.len(), |end| at + end);
        if is_statement {
            rest.push_str(&left[..line]);
            found.push(left[line..end].trim_start());
            left = &left[end..];
        } else {
            rest.push_str(&left[..at + 4]);
            left = &left[at + 4..];
        }
    }
    rest.push_str(left);
    (found, rest)
}

/// Every path of two parts or more in a text without `use` statements.
fn paths_in(text: &str) -> Vec<Vec<String>> {
    let is_part = |c: char| c.is_alphanumeric() || c == '_' || c == ':';
    text.split(|c: char| !is_part(c))
        .filter(|word| word.contains("::") && !word.starts_with("::"))
        .map(|word| word.trim_matches(':').split("::").map(str::to_string).collect())
        .collect()
}

fn has_word(text: &str, word: &str) -> bool {
    text.split(|c: char| !(c.is_alphanumeric() || c == '_'))
        .any(|other| other == word)
}
