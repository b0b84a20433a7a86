//! No text makes the reading fail, and what is read is sound.
use std::path::Path as FilePath;

use proptest::prelude::*;

use crate::semantics::analyse;
use crate::semantics::facts::ModuleFacts;
use crate::semantics::lower::tests::sound::is_sound as code_is_sound;

/// The Python files of the test projects.
fn samples() -> Vec<String> {
    files(&FilePath::new(env!("CARGO_MANIFEST_DIR")).join("testdata"))
}

/// The Python files of a folder.
fn files(folder: &FilePath) -> Vec<String> {
    fn collect(folder: &FilePath, found: &mut Vec<String>) {
        let mut entries: Vec<_> = std::fs::read_dir(folder)
            .into_iter()
            .flatten()
            .flatten()
            .map(|entry| entry.path())
            .collect();
        entries.sort();
        for path in entries {
            if path.is_dir() {
                collect(&path, found);
            } else if path.extension().is_some_and(|end| end == "py") {
                found.extend(std::fs::read_to_string(&path).ok());
            }
        }
    }
    let mut found = Vec::new();
    collect(folder, &mut found);
    found
}

/// What every reader of facts relies on: numbers lead somewhere, and places are in the text.
fn is_sound(text: &str, facts: &ModuleFacts) {
    let scope = |id: u32| assert!((id as usize) < facts.scopes.len(), "{text}");
    let binding = |id: u32| assert!((id as usize) < facts.bindings.len(), "{text}");
    for (id, found) in facts.scopes.iter().enumerate() {
        assert!(found.parent.is_none_or(|parent| (parent as usize) < id), "{text}");
        found.names.iter().for_each(|&name| binding(name));
    }
    for reference in &facts.references {
        scope(reference.scope);
        binding(reference.binding);
        assert!(text.get(reference.span.range()).is_some(), "{text}");
    }
    for import in &facts.imports {
        scope(import.scope);
        import.binding.into_iter().for_each(binding);
        assert!(
            import.statement.contains(import.alias) && text.get(import.alias.range()).is_some(),
            "{text}"
        );
    }
    for definition in &facts.definitions {
        scope(definition.scope);
        scope(definition.body);
        assert_eq!(&text[definition.name_span.range()], definition.name, "{text}");
    }
}

fn read(text: &str) {
    if let Ok(facts) = analyse(text, crate::rules::Rules::builtin()) {
        is_sound(text, &facts);
        code_is_sound(text, &facts);
    }
}

#[test]
fn the_test_projects_can_be_read() {
    let samples = samples();
    assert!(samples.len() > 40);
    for text in &samples {
        read(text);
    }
}

/// The library of an interpreter, in the folder that `DORMANT_TEST_LIBRARY` names.
#[test]
#[ignore = "goes through whatever folder one has at hand"]
fn a_library_can_be_read() {
    let folder = std::env::var_os("DORMANT_TEST_LIBRARY").expect("DORMANT_TEST_LIBRARY names a folder");
    let found = files(FilePath::new(&folder));
    assert!(found.len() > 1000, "{} files", found.len());
    for text in &found {
        read(text);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn no_bytes_make_it_panic(bytes in prop::collection::vec(any::<u8>(), 0..200)) {
        read(&String::from_utf8_lossy(&bytes));
    }

    #[test]
    fn no_likely_text_makes_it_panic(
        parts in prop::collection::vec(
            prop::sample::select(vec![
                "import ", "from ", "n", ".", " as ", "def f(", "global n", "return ", "yield ", "await ", "not ", " and ", "{", "==", "):", "class A", "[", "]", "\n", "\n    ", " ", "'", "'''", "f'{", "}'",
                "lambda ", ":", ":=", "=", "@", "global ", "nonlocal ", "type ", "match n:", "case ", "*", "**", "if ", "__all__",
                "sys.modules", "__name__", "# type: ", ">>> ", "try:", "except ", "with ", "for ", " in ", "(", ")", "\\\n", "é", "\r",
            ]),
            0..30,
        ),
    ) {
        read(&parts.concat());
    }

    #[test]
    fn no_cut_or_joined_file_makes_it_panic(
        (one, two, from, to) in (any::<prop::sample::Index>(), any::<prop::sample::Index>(), 0.0..1.0f64, 0.0..1.0f64),
    ) {
        thread_local! {
            static SAMPLES: Vec<String> = samples();
        }
        SAMPLES.with(|samples| {
            let (one, two) = (one.get(samples), two.get(samples));
            let at = |text: &str, part: f64| {
                let wanted = (text.len() as f64 * part) as usize;
                (0..=wanted).rev().find(|&at| text.is_char_boundary(at)).unwrap_or_default()
            };
            let head = &one[..at(one, from)];
            let tail = &two[at(two, to)..];
            read(head);
            read(tail);
            read(&format!("{head}{tail}"));
            read(&format!("{one}\n{tail}"));
            read(&format!("{one}\n{two}"));
        });
    }
}
