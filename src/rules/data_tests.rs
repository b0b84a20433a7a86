//! Tests of the data in `rules/`: that every entry is well-formed, and that its example is Python and shows what it is about.
//! Whether an entry is true is for `rules/measure.py` and its author.
use std::collections::{BTreeMap, BTreeSet};

use ruff_python_ast::token::TokenKind;
use ruff_python_parser::parse_module;
use ruff_text_size::Ranged;

use super::load::{FILES, parse};
use super::model::RuleFile;
use super::query::Rules;
use super::version::version;
use super::{EffectKind, FacetKind, Group, Reader, Reads, Touches};

fn files() -> Vec<RuleFile> {
    FILES
        .iter()
        .map(|(name, text)| parse(name, text).unwrap_or_else(|error| panic!("{error}")))
        .collect()
}

/// An entry, whatever its kind: its table, its name, the names it also stands for, its reason and its example.
struct Entry {
    table: String,
    name: String,
    also: Vec<String>,
    why: String,
    example: String,
}

fn entries() -> Vec<Entry> {
    let mut entries = Vec::new();
    let mut add = |table: &str, name: &str, also: &[String], why: &str, example: &str| {
        let (name, also) = (name.to_owned(), also.to_vec());
        entries.push(Entry {
            table: table.to_owned(),
            name,
            also,
            why: why.to_owned(),
            example: example.to_owned(),
        });
    };
    for file in files() {
        for entry in &file.packages {
            add("package", &entry.name, &[], &entry.why, &entry.example);
        }
        for entry in &file.effects {
            add("effect", &entry.module, &[], &entry.why, &entry.example);
        }
        for entry in &file.annotations {
            let (reader, name) = entry
                .subject()
                .unwrap_or_else(|| panic!("not exactly one subject: {entry:?}"));
            let table = match reader {
                Reader::Base => "annotations of a base",
                Reader::Decorator => "annotations of a decorator",
                Reader::Function => "annotations of a function",
                Reader::Hook => "annotations of a hook",
            };
            add(table, name, &entry.also, &entry.why, &entry.example);
        }
        for entry in &file.functions {
            add("function", &entry.name, &entry.also, &entry.why, &entry.example);
        }
        for entry in &file.no_imports {
            add("no-imports", &entry.name, &entry.also, &entry.why, &entry.example);
        }
        for entry in &file.module_readers {
            add("module-reader", &entry.name, &entry.also, &entry.why, &entry.example);
        }
        for entry in &file.raises {
            add("raises", &entry.name, &entry.also, &entry.why, &entry.example);
        }
        for entry in &file.wrappers {
            add("wrapper", &entry.name, &entry.also, &entry.why, &entry.example);
        }
        for entry in &file.compiled {
            add("compiled", &entry.module, &entry.also, &entry.why, &entry.example);
        }
        for entry in &file.commands {
            add("command", &entry.name, &entry.also, &entry.why, &entry.example);
        }
        for entry in &file.facets {
            let [name, also @ ..] = entry.names.as_slice() else {
                panic!("no name: {entry:?}")
            };
            add("facet", name, also, &entry.why, &shown(&entry.example, &entry.names));
        }
        for entry in &file.hooks {
            let [name, also @ ..] = entry.names.as_slice() else {
                panic!("no name: {entry:?}")
            };
            add("hooks", name, also, &entry.why, &shown(&entry.example, &entry.names));
        }
        for entry in &file.exceptions {
            let [name, also @ ..] = entry.names.as_slice() else {
                panic!("no name: {entry:?}")
            };
            add("exception", name, also, &entry.why, &entry.example);
        }
        for entry in &file.names {
            let [name, also @ ..] = entry.names.as_slice() else {
                panic!("no name: {entry:?}")
            };
            let table = format!("names of {:?}", entry.group);
            add(&table, name, also, &entry.why, &shown(&entry.example, &entry.names));
        }
    }
    entries
}

/// The example of an entry; what most are about is in their names.
fn shown(example: &Option<String>, names: &[String]) -> String {
    let obvious = || names.iter().map(|name| format!("{name}\n")).collect();
    example.clone().unwrap_or_else(obvious)
}

/// Every identifier in a piece of Python; `None` where it does not parse.
fn identifiers(python: &str) -> Option<BTreeSet<&str>> {
    let parsed = parse_module(python).ok()?;
    Some(
        parsed
            .tokens()
            .iter()
            .filter(|token| token.kind() == TokenKind::Name)
            .map(|token| &python[token.range()])
            .collect(),
    )
}

#[test]
fn every_file_loads() {
    let (_, errors) = Rules::load(FILES);
    assert_eq!(errors, []);
    let rules = Rules::builtin();
    assert!(rules.heavy_packages().count() >= 60);
}

/// An entry that nobody looked at yet says nothing.
#[test]
fn every_measured_package_was_looked_at() {
    let measured: Vec<_> = files().into_iter().flat_map(|file| file.measured).collect();
    assert!(measured.len() >= 30, "{}", measured.len());
    for rule in measured {
        assert!(rule.version.contains('.'), "{rule:?}");
        assert!(rule.python.starts_with("3."), "{rule:?}");
        assert_eq!(rule.date.len(), "2026-11-27".len(), "{rule:?}");
        let is_of_it = |name: &String| crate::rules::matches(&rule.package, name);
        assert!(
            !rule.imports.is_empty() && rule.imports.iter().all(is_of_it),
            "{rule:?}"
        );
        assert!(rule.why.ends_with('.'), "{rule:?}");
    }
}

#[test]
fn every_example_is_python_and_shows_its_subject() {
    for Entry {
        table,
        name,
        also,
        example,
        ..
    } in entries()
    {
        let Some(names) = identifiers(&example) else {
            panic!("{table} {name}: the example does not parse")
        };
        for dotted in std::iter::once(&name).chain(&also) {
            let last = dotted.rsplit('.').next().unwrap_or_default();
            assert!(
                names.contains(last),
                "{table} {name}: the example does not use {dotted}"
            );
        }
    }
}

#[test]
fn identifiers_are_found_in_code_and_not_in_text() {
    let names = identifiers("import a.b\nc('d')  # e\n").expect("Python");
    assert_eq!(names.into_iter().collect::<Vec<_>>(), ["a", "b", "c"]);
    assert_eq!(identifiers("def"), None);
}

#[test]
fn no_name_is_there_twice() {
    let mut seen = BTreeMap::new();
    for Entry { table, name, also, .. } in entries() {
        for dotted in std::iter::once(&name).chain(&also) {
            let earlier = seen.insert((table.clone(), dotted.clone()), name.clone());
            assert_eq!(earlier, None, "{table} {dotted} is there twice");
        }
    }
}

#[test]
fn every_name_is_dotted_words() {
    let word = |part: &str| !part.is_empty() && part.chars().all(|c| c.is_alphanumeric() || c == '_');
    for Entry { table, name, also, .. } in entries() {
        for dotted in std::iter::once(&name).chain(&also) {
            assert!(dotted.split('.').all(word), "{table} {dotted}");
            assert!(
                !dotted.starts_with("builtins."),
                "{table} {dotted}: builtins are written without their module"
            );
        }
    }
}

#[test]
fn every_reason_is_one_short_sentence() {
    for Entry { table, name, why, .. } in entries() {
        let length = why.chars().count();
        assert!(length <= 140, "{table} {name}: {length} characters");
        assert!(why.ends_with('.') && !why.contains('\n'), "{table} {name}: {why:?}");
        assert!(
            why.chars().next().is_some_and(char::is_uppercase),
            "{table} {name}: {why:?}"
        );
    }
}

#[test]
fn packages_have_numbers_and_heavy_ones_are_heavy() {
    for package in files().iter().flat_map(|file| &file.packages) {
        let name = &package.name;
        if !package.measured {
            assert!(
                package.heavy,
                "{name}: an entry with neither numbers nor weight says nothing"
            );
            assert_eq!((package.cost_ms, package.modules), (None, None), "{name}");
            continue;
        }
        let cost = package.cost_ms.unwrap_or_else(|| panic!("{name}: no cost-ms"));
        assert!(cost >= 15.0 || !package.heavy, "{name}: {cost} ms is not heavy");
        assert!(
            package.modules.is_some() && package.python.is_some(),
            "{name}: not fully measured"
        );
        assert_eq!(package.version.is_some(), package.distribution.is_some(), "{name}");
    }
}

#[test]
fn versions_are_versions_and_keywords_qualify_something() {
    for rule in files().iter().flat_map(|file| &file.annotations) {
        let (_, name) = rule.subject().expect("a subject");
        assert!(
            rule.since.as_deref().is_none_or(|since| version(since).is_some()),
            "{name}: {:?}",
            rule.since
        );
        let conditional = rule.since.is_some() || rule.unless_keyword.is_some();
        assert!(
            !conditional || rule.since.is_some() || rule.reads != Reads::Always,
            "{name}: nothing to qualify"
        );
    }
}

#[test]
fn facets_say_something_about_what_they_know() {
    for rule in files().iter().flat_map(|file| &file.facets) {
        assert!(rule.is_consistent(), "{rule:?}");
        let item = rule.item.iter().flat_map(Touches::all);
        assert!(
            rule.item.is_none() || item.count() > 0,
            "{:?}: items of nothing",
            rule.names
        );
    }
}

/// Calling something is harmless at any time where it adds at most what anybody may add in any order, and reads at most how
/// classes are copied, which is for any code that makes a class to say.
#[test]
fn what_is_harmless_to_call_reads_and_replaces_nothing() {
    let rules = Rules::builtin();
    for rule in files().iter().flat_map(|file| &file.facets) {
        let call = rule.call.clone().unwrap_or_default();
        let mut others = call.reads.iter().filter(|facet| facet.kind != FacetKind::Copyreg);
        let is_harmless = others.next().is_none() && call.writes.is_empty() && call.appends.is_empty();
        for name in rule.names.iter().filter(|_| !is_harmless) {
            assert!(!rules.is_harmless_call(name), "{name}");
        }
    }
}

#[test]
fn some_answers_that_others_build_on() {
    let rules = Rules::builtin();
    let decorator = |name| rules.annotation_reader(Reader::Decorator, name);
    let base = |name| rules.annotation_reader(Reader::Base, name);
    assert_eq!(
        rules
            .package("google.cloud.storage.client")
            .map(|found| found.name.as_str()),
        Some("google.cloud.storage")
    );
    assert!(rules.package("google").is_none());
    assert_eq!(
        rules.effect("readline").map(|found| found.kind),
        Some(EffectKind::ProcessState)
    );
    assert!(rules.effect("gevent.monkey").is_none(), "only patch_all() patches");
    assert_eq!(decorator("click.command"), Some(Reads::Never));
    assert_eq!(decorator("typer.Typer.command"), Some(Reads::Always));
    assert_eq!(decorator("fastapi.APIRouter.get"), Some(Reads::Always));
    assert_eq!(decorator("pydantic.field_validator"), Some(Reads::Never));
    assert_eq!(decorator("pydantic.validate_call"), Some(Reads::Always));
    assert_eq!(decorator("functools.lru_cache"), Some(Reads::Never));
    assert_eq!(decorator("functools.singledispatch.register"), Some(Reads::Always));
    assert_eq!(decorator("dataclasses.dataclass"), Some(Reads::ClassVar));
    assert_eq!(
        decorator("celery.Celery.task"),
        Some(Reads::Always),
        "it may have pydantic=True"
    );
    assert_eq!(base("pydantic.BaseModel"), Some(Reads::Always));
    assert_eq!(base("builtins.Exception"), Some(Reads::Never));
    assert!(rules.is_harmless_call("logging.getLogger"));
    assert!(rules.is_harmless_call("enum.Enum"));
    assert!(
        !rules.is_harmless_call("os.path.abspath"),
        "it reads the working directory"
    );
    assert!(!rules.is_harmless_call("click.echo"));
    let call = |name: &str| rules.facet(name).and_then(|rule| rule.call.clone()).unwrap_or_default();
    assert_eq!(call("os.getcwd").reads.len(), 1);
    assert!(call("builtins.print").writes.is_empty());
    assert_eq!(rules.facet("exec"), None, "it may do anything");
    assert!(rules.forbids_imports("numba.cuda.jit").is_some());
    assert!(
        rules.forbids_imports("jax.jit").is_none(),
        "it traces, and imports run while it does"
    );
}

/// A group that has no names or that nobody asks for is knowledge of nothing.
#[test]
fn every_group_has_names_and_is_asked_for() {
    fn texts(folder: &std::path::Path, asked: &mut String) {
        for entry in std::fs::read_dir(folder).expect("a folder") {
            let path = entry.expect("an entry").path();
            match path.is_dir() {
                true if path.ends_with("rules") || path.ends_with("tests") => {}
                true => texts(&path, asked),
                false => asked.push_str(&std::fs::read_to_string(&path).unwrap_or_default()),
            }
        }
    }
    let mut asked = String::new();
    texts(
        &std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("src"),
        &mut asked,
    );
    let known: BTreeSet<Group> = files()
        .iter()
        .flat_map(|file| &file.names)
        .map(|rule| rule.group)
        .collect();
    let schema: serde_json::Value = serde_json::from_str(super::SCHEMA).expect("JSON");
    let described = schema["$defs"]["Group"]["oneOf"].as_array().expect("described groups");
    for group in described {
        assert!(group["description"].is_string(), "{group}");
        let group: Group = serde_json::from_value(group["const"].clone()).expect("a group");
        assert!(known.contains(&group), "{group:?} has no names");
        let name = format!("Group::{group:?}");
        let is_whole = |rest: &str| !rest.starts_with(char::is_alphanumeric);
        assert!(asked.split(&name).skip(1).any(is_whole), "{group:?} is not asked for");
    }
    assert_eq!(known.len(), described.len());
}
