//! Any bytes as a source file: they are refused, or read into facts whose places lie in the text, and written back as they were.
#![no_main]
use std::path::Path;

use dormant::project::Source;
use dormant::rules::Rules;
use dormant::semantics::analyse;
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let Ok(source) = Source::decode(Path::new("a.py"), bytes) else {
        return;
    };
    let written = source.encode(&source.text);
    assert_eq!(written.as_deref(), Ok(bytes));
    let Ok(facts) = analyse(&source.text, Rules::builtin()) else {
        return;
    };
    for import in &facts.imports {
        let alias = source.text.get(import.alias.range());
        assert!(alias.is_some_and(|alias| !alias.is_empty()));
        assert!(import.statement.contains(import.alias));
    }
});
