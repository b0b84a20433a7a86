use super::*;

const FILE: &str = r#"
[[package]]
name = "a"
heavy = true
why = "w"
example = "e"
[[package]]
name = "a.light"
heavy = false
why = "w"
example = "e"
[[effect]]
module = "a.hooks"
kind = "patching"
why = "w"
example = "e"
[[annotations]]
decorator = "a"
package-wide = true
reads = "always"
why = "w"
example = "e"
[[annotations]]
decorator = "a.quiet"
also = ["a.silent"]
reads = "never"
why = "w"
example = "e"
[[annotations]]
decorator = "a.tasks"
reads = "never"
unless-keyword = "typed"
why = "w"
example = "e"
[[function]]
name = "len"
why = "w"
example = "e"
[[function]]
name = "a.make"
why = "w"
example = "e"
[[function]]
name = "a.look"
reads = "installation"
why = "w"
example = "e"
[[no-imports]]
name = "a.jit"
package-wide = true
why = "w"
example = "e"
[[facet]]
names = ["open", "a.open"]
call = { reads = ["files:{0}"] }
why = "w"
"#;

fn rules() -> Rules {
    let (rules, errors) = Rules::load(&[("a.toml", FILE)]);
    assert_eq!(errors, []);
    rules
}

#[test]
fn the_longest_name_that_covers_a_module_answers() {
    let rules = rules();
    let name = |module: &str| rules.package(module).map(|package| package.name.as_str());
    assert_eq!(name("a"), Some("a"));
    assert_eq!(name("a.b.c"), Some("a"));
    assert_eq!(name("a.light.b"), Some("a.light"));
    assert_eq!(name("ab"), None);
    assert_eq!(
        rules
            .heavy_packages()
            .map(|package| package.name.as_str())
            .collect::<Vec<_>>(),
        ["a"]
    );
}

#[test]
fn an_effect_belongs_to_one_module_only() {
    let rules = rules();
    assert!(rules.effect("a.hooks").is_some());
    assert!(rules.effect("a").is_none());
    assert!(rules.effect("a.hooks.more").is_none());
}

#[test]
fn readers_of_annotations_by_role() {
    let rules = rules();
    let decorator = |name| rules.annotation_reader(Reader::Decorator, name);
    assert_eq!(decorator("a.B.command"), Some(Reads::Always));
    assert_eq!(decorator("a.quiet"), Some(Reads::Never));
    assert_eq!(decorator("a.silent"), Some(Reads::Never));
    assert_eq!(
        decorator("a.quiet.not"),
        Some(Reads::Always),
        "the entry is not package-wide"
    );
    assert_eq!(decorator("a.tasks"), Some(Reads::Always), "at most");
    assert_eq!(decorator("b"), None);
    assert_eq!(rules.annotation_reader(Reader::Base, "a.B"), None);
}

#[test]
fn harmless_calls() {
    let rules = rules();
    assert!(rules.is_harmless_call("len"));
    assert!(rules.is_harmless_call("builtins.len"));
    assert!(rules.is_harmless_call("a.make"));
    assert!(!rules.is_harmless_call("a.make.more"));
    assert!(!rules.is_harmless_call("a.look"));
    assert!(rules.harmless_call("a.look").is_some());
    assert!(!rules.is_harmless_call(""));
}

#[test]
fn facets_by_exact_name() {
    let rules = rules();
    assert!(rules.facet("a.open").is_some_and(|rule| rule.call.is_some()));
    assert_eq!(rules.facet("builtins.open"), rules.facet("a.open"));
    assert_eq!(rules.facet("a.open.more"), None);
    assert_eq!(rules.facet("a"), None);
}

#[test]
fn compilers_that_know_no_imports() {
    let rules = rules();
    assert!(rules.forbids_imports("a.jit.script").is_some());
    assert!(rules.forbids_imports("a").is_none());
}

#[test]
fn a_broken_file_is_reported_and_left_out() {
    let (rules, errors) = Rules::load(&[("bad.toml", "[[package]]\nnam = 'a'"), ("a.toml", FILE)]);
    assert_eq!(errors.len(), 1);
    assert_eq!((errors[0].file.as_str(), errors[0].line), ("bad.toml", 2));
    assert!(rules.package("a").is_some());
}

#[test]
fn a_wrapper_leaves_one_thing_as_it_is() {
    let own = "[[wrapper]]\nname = \"a.frozen\"\nalso = [\"open\"]\nleaves = \"class\"\nwhy = \"w\"\n";
    let rules = Rules::after(vec![load::parse("own.toml", own).expect("valid")]);
    assert!(rules.leaves("a.frozen", Leaves::Class) && !rules.leaves("a.frozen", Leaves::Function));
    assert!(rules.leaves("functools.lru_cache", Leaves::Function));
    assert!(rules.leaves("contextlib.closing", Leaves::Block));
    // What a project says comes first; `builtins.open` is `open`.
    assert!(rules.leaves("builtins.open", Leaves::Class) && !rules.leaves("open", Leaves::Block));
    assert!(!rules.leaves("contextlib.suppress", Leaves::Block));
}

#[test]
fn a_name_is_in_the_groups_that_have_it() {
    let own = "[[names]]\ngroup = \"hands-on\"\nnames = [\"ferry\"]\nwhy = \"w\"\n";
    let rules = Rules::after(vec![load::parse("own.toml", own).expect("valid")]);
    assert!(rules.knows(Group::HandsOn, "ferry"), "what a project adds");
    assert!(rules.knows(Group::HandsOn, "deepcopy"), "to what is there");
    assert!(!rules.knows(Group::Property, "ferry") && !Rules::builtin().knows(Group::HandsOn, "ferry"));
    // In two groups.
    assert!(rules.knows(Group::HandsOn, "cast") && rules.knows(Group::LooksAtClass, "cast"));
    assert!(!rules.knows(Group::HandsOn, "") && !rules.knows(Group::HandsOn, "copy.deepcopy"));
    let unknown = own.replace("hands-on", "hands-off");
    assert!(
        load::parse("own.toml", &unknown).is_err(),
        "the groups are a closed set"
    );
}

#[test]
fn exceptions_have_bases() {
    let own = "[[exception]]\nnames = [\"Missing\"]\nbase = \"KeyError\"\nwhy = \"w\"\n";
    let rules = Rules::after(vec![load::parse("own.toml", own).expect("valid")]);
    assert_eq!(rules.exception_base("Missing"), Some("KeyError"));
    assert_eq!(rules.exception_base("KeyError"), Some("LookupError"));
    assert_eq!(rules.exception_base("LookupError"), Some("Exception"));
    assert_eq!(Rules::builtin().exception_base("Missing"), None);
}
