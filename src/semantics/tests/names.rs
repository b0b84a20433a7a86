//! The names in `rules/` by which the facts of a file are taken: each makes a difference where its example uses it.
use crate::rules::load::{FILES, parse};
use crate::rules::{Group, Rules};
use crate::semantics::analyse;

/// The groups that semantics asks for.
const ASKED: [Group; 27] = [
    Group::ReplacesNamed,
    Group::ReadsAttribute,
    Group::TakesWholeModule,
    Group::LoadsByPath,
    Group::LoadsByName,
    Group::SeesNames,
    Group::RunsText,
    Group::CodeAttribute,
    Group::CallsWith,
    Group::OnlyLooks,
    Group::TellsWhatItIs,
    Group::TakesKeys,
    Group::Snapshot,
    Group::CopiesElements,
    Group::TakesItem,
    Group::TakesTypeText,
    Group::MakesType,
    Group::ReadsAnnotations,
    Group::IsReaderOfAnnotations,
    Group::ParameterAttribute,
    Group::ImportError,
    Group::OtherException,
    Group::Swallows,
    Group::UsesFile,
    Group::Tells,
    Group::TakesTypeArguments,
    Group::KeysMethod,
];

fn facts(text: &str, rules: &Rules) -> String {
    format!("{:?}", analyse(text, rules).expect("Python"))
}

#[test]
fn each_name_tells_something_in_its_example() {
    let builtin = Rules::builtin();
    let mut vain = Vec::new();
    let mut seen = Vec::new();
    for (file, text) in FILES {
        let rules = parse(file, text).expect("it is read").names;
        for rule in rules.iter().filter(|rule| ASKED.contains(&rule.group)) {
            seen.push(rule.group);
            let example = rule.example.as_deref().unwrap_or_default();
            let (with_all, with_none) = (
                facts(example, builtin),
                facts(example, &builtin.with_only(rule.group, &[])),
            );
            for name in &rule.names {
                let others: Vec<&str> = rule
                    .names
                    .iter()
                    .filter(|other| *other != name)
                    .map(String::as_str)
                    .collect();
                let is_missed = facts(example, &builtin.with_only(rule.group, &others)) != with_all;
                let is_enough = || facts(example, &builtin.with_only(rule.group, &[name])) != with_none;
                if !is_missed && !is_enough() {
                    vain.push(format!("{:?} {name}", rule.group));
                }
            }
        }
    }
    seen.sort_unstable();
    let mut asked = ASKED;
    asked.sort_unstable();
    assert_eq!(seen, asked);
    assert_eq!(vain, Vec::<String>::new());
}

#[test]
fn what_a_project_adds_counts_at_once() {
    let rules = Rules::builtin().with_only(Group::LoadsByPath, &["summon"]);
    let text = "summon('a', b)\nload_source('a', b)\n";
    let mentions = |rules: &Rules| analyse(text, rules).expect("Python").mentions.len();
    assert_eq!((mentions(Rules::builtin()), mentions(&rules)), (1, 1));
    assert_ne!(facts(text, Rules::builtin()), facts(text, &rules));
    assert_ne!(
        Rules::builtin().names_key(),
        rules.names_key(),
        "facts are kept for each"
    );
}
