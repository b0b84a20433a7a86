//! The examples of the pages in `docs`: what they say is kept is kept for that reason, and what they advise helps.
use super::super::testing::Case;
use super::super::{Code, Strategy};
use crate::verdict::Source;
use crate::verdict::page::Example;

/// The program of an example, and the module that it is about: the first, or `app.images` where there is only one without a
/// path.
fn program(example: &Example) -> (Case, String) {
    let mut files: Vec<(String, String)> = Vec::new();
    for line in example.code.lines() {
        let path = line.strip_prefix("# ").and_then(|path| path.strip_suffix(".py"));
        match (path, files.last_mut()) {
            (Some(path), _) => files.push((path.to_owned(), String::new())),
            (None, None) => files.push(("app/images".to_owned(), format!("{line}\n"))),
            (None, Some((_, text))) => text.push_str(&format!("{line}\n")),
        }
    }
    let mut case = Case::new(&[]);
    let first = name(&files[0].0);
    for (path, text) in &mut files {
        // A blank line parts a module from the next one.
        text.truncate(text.trim_end().len());
        text.push('\n');
        let module = [(name(path), text.as_str())];
        let module = module.each_ref().map(|(name, text)| (name.as_str(), *text));
        case = if path.starts_with("tests/") {
            case.tests(&module)
        } else {
            case.and(&module)
        };
    }
    if first.starts_with("app.") && !files.iter().any(|(path, _)| path == "app/__init__") {
        case = case.and(&[("app", "")]);
    }
    (settings(case, example.settings), first)
}

fn name(path: &str) -> String {
    path.strip_suffix("/__init__").unwrap_or(path).replace('/', ".")
}

fn settings(case: Case, text: &str) -> Case {
    let table: toml::Table = toml::from_str(text).expect("settings in TOML");
    let settings = table.get("tool").and_then(|tool| tool.get("dormant")?.as_table());
    let scripts = table
        .get("project")
        .and_then(|project| project.get("scripts")?.as_table());
    let Some(settings) = settings else {
        let modules = scripts.into_iter().flatten().filter_map(|(_, script)| {
            let (module, _) = script.as_str()?.split_once(':')?;
            Some(module)
        });
        let modules: Vec<&str> = modules.collect();
        return if modules.is_empty() {
            case
        } else {
            case.starts(&modules)
        };
    };
    settings.iter().fold(case, |case, (key, value)| {
        let list: Vec<&str> = value
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(|item| item.as_str())
            .collect();
        match key.as_str() {
            "heavy" => case.heavy(&list),
            "eager" => list.iter().fold(case, |case, pattern| case.eager(pattern)),
            "strategies" => {
                let chosen = Strategy::ALL
                    .into_iter()
                    .filter(|strategy| list.contains(&strategy.code()));
                case.strategies(&chosen.collect::<Vec<_>>())
            }
            "strict" if value.as_bool() == Some(true) => case.strict(),
            "target-version" => case.target(if value.as_str() == Some("py315") { 15 } else { 12 }),
            other => panic!("an example sets `{other}`, which this test does not know"),
        }
    })
}

#[test]
fn reasons_are_as_their_pages_say() {
    for code in Code::ALL.into_iter().filter(|code| code.source() == Source::Judged) {
        let examples = code.page().examples();
        assert!(examples.iter().any(|one| one.title == "Kept"), "{}", code.code());
        for example in examples {
            let (case, module) = program(&example);
            match example.title {
                "Kept" => case.assert_some_kept(&module, code),
                "Deferred" => case.assert_none_kept(&module),
                other => panic!("{}: an example is titled {other:?}", code.code()),
            }
        }
    }
}

#[test]
fn strategies_are_as_their_pages_say() {
    for strategy in Strategy::ALL {
        let examples = strategy.page().examples();
        let [before, after] = examples.as_slice() else {
            panic!("{}: an example has a before and an after", strategy.code())
        };
        let (case, module) = program(before);
        // Only the module that the example is about is shown afterwards.
        let after = after.code.split_once("\n").filter(|(first, _)| first.ends_with(".py"));
        let after = after.map_or(examples[1].code, |(_, rest)| rest);
        case.assert_written_by(&module, strategy, after);
    }
}
