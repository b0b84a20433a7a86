//! Any edits of any text: they are refused where they overlap or do not fit, and else give what applying them one by one from
//! the end gives; what no edit touches is found again where its offset is said to be.
#![no_main]
use dormant::rewrite::RewriteError;
use dormant::rewrite::edit::{Edit, apply};
use libfuzzer_sys::arbitrary::{Result, Unstructured};
use libfuzzer_sys::fuzz_target;

fuzz_target!(|bytes: &[u8]| {
    let _ = check(&mut Unstructured::new(bytes));
});

fn check(input: &mut Unstructured<'_>) -> Result<()> {
    let text: String = input.arbitrary()?;
    let mut edits = Vec::new();
    for _ in 0..input.int_in_range(0..=8)? {
        let start = input.int_in_range(0..=text.len() + 1)?;
        let end = input.int_in_range(start..=text.len() + 2)?;
        edits.push(Edit::replace(start, end, input.arbitrary::<String>()?));
    }
    let mut sorted = edits.clone();
    sorted.sort_by_key(|edit| edit.span);
    let fits = sorted.iter().all(|edit| text.get(edit.span.range()).is_some());
    let overlap = sorted.windows(2).any(|two| two[1].span.start < two[0].span.end);
    let applied = match apply(&text, edits) {
        Ok(applied) => applied,
        Err(RewriteError::Overlap(_)) => {
            assert!(overlap);
            return Ok(());
        }
        Err(error) => {
            assert!(!fits, "{error}");
            return Ok(());
        }
    };
    assert!(fits && !overlap);
    let mut wanted = text.clone();
    for edit in sorted.iter().rev() {
        wanted.replace_range(edit.span.range(), &edit.replacement);
    }
    assert_eq!(applied.text, wanted);
    for (at, character) in text.char_indices() {
        let is_replaced = |edit: &Edit| edit.span.range().contains(&at);
        if !sorted.iter().any(is_replaced) {
            assert!(applied.text[applied.follow(at)..].starts_with(character));
        }
    }
    Ok(())
}
