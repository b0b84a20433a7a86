//! Checks that cost two strings: a program, and what becomes of it.
use super::{Case, dedent};
use crate::judge::{Code, Strategy};
use crate::rewrite::rewrite;

/// Asserts what becomes of a module, and that a second run leaves it so.
#[track_caller]
pub(in crate::judge) fn check(case: impl Into<Case>, module: &str, expected: &str) {
    let case = case.into();
    let after = check_text(case.clone(), module, expected);
    settled(&case, module, &after);
}

/// Asserts what becomes of a module: its new text, for who wants to go on with it.
#[track_caller]
pub(in crate::judge) fn check_text(case: impl Into<Case>, module: &str, expected: &str) -> String {
    let case = case.into();
    let (plan, outcomes) = case.outcome(module);
    let Some(plan) = plan else {
        panic!("nothing is deferred in {module}: {outcomes:?}")
    };
    let after = rewrite(case.text(module), &plan).unwrap_or_else(|error| panic!("{error}"));
    let expected = dedent(expected);
    assert!(
        after == expected,
        "\n--- wanted\n{expected}\n--- got\n{after}\n---\n{outcomes:?}"
    );
    after
}

/// What becomes of a module, whose second run changes nothing.
#[track_caller]
pub(in crate::judge) fn rewritten(case: impl Into<Case>, module: &str) -> String {
    let case = case.into();
    let (plan, outcomes) = case.outcome(module);
    let Some(plan) = plan else {
        panic!("nothing is deferred in {module}: {outcomes:?}")
    };
    let after = rewrite(case.text(module), &plan).unwrap_or_else(|error| panic!("{error}"));
    settled(&case, module, &after);
    after
}

/// Asserts that a second run changes nothing.
#[track_caller]
fn settled(case: &Case, module: &str, after: &str) {
    let mut again = case.clone();
    for (name, text, _) in &mut again.texts {
        if name == module {
            *text = after.to_owned();
        }
    }
    if let (Some(plan), outcomes) = again.outcome(module) {
        let twice = rewrite(after, &plan).unwrap_or_else(|error| panic!("{error}"));
        assert!(
            twice == after,
            "\n--- once\n{after}\n--- twice\n{twice}\n---\n{outcomes:?}"
        );
    }
}

/// Asserts that every heavy import of a module stays, for this reason.
#[track_caller]
pub(in crate::judge) fn check_kept(case: impl Into<Case>, module: &str, code: Code) {
    let case = case.into();
    let (_, outcomes) = case.outcome(module);
    assert!(!outcomes.is_empty(), "{module} has no heavy import");
    for outcome in &outcomes {
        let same = matches!(&outcome.verdict, Err((kept, _)) if *kept == code);
        assert!(same, "wanted {code:?}: {outcomes:?}\n{}", case.text(module));
    }
}

/// Asserts that every heavy import of a module stays, for exactly these reasons, each told once; the first is the one told first.
#[track_caller]
pub(in crate::judge) fn check_reasons(case: impl Into<Case>, module: &str, codes: &[Code]) {
    let case = case.into();
    let (_, outcomes) = case.outcome(module);
    assert!(!outcomes.is_empty(), "{module} has no heavy import");
    for outcome in &outcomes {
        let first = outcome.verdict.as_ref().err().map(|(code, _)| *code);
        let more = outcome.more.iter().map(|(code, _)| *code);
        let mut found: Vec<Code> = first.into_iter().chain(more).collect();
        found.dedup();
        assert_eq!(found, codes, "{outcomes:#?}\n{}", case.text(module));
    }
}

/// Asserts that one import of a module stays, for these reasons and no others.
#[track_caller]
pub(in crate::judge) fn check_reasons_of(case: Case, module: &str, import: &str, codes: &[Code]) {
    let (_, outcomes) = case.outcome(module);
    let found = outcomes.iter().find(|outcome| outcome.import == import);
    let found: Option<Vec<Code>> = found.map(|outcome| {
        let first = outcome.verdict.as_ref().err().map(|(code, _)| *code);
        first
            .into_iter()
            .chain(outcome.more.iter().map(|(code, _)| *code))
            .collect()
    });
    assert_eq!(found.as_deref(), Some(codes), "{outcomes:#?}");
}

/// Asserts that one import of a module stays, for this reason.
#[track_caller]
pub(in crate::judge) fn check_one_kept(case: impl Into<Case>, module: &str, import: &str, code: Code) {
    let (_, outcomes) = case.into().outcome(module);
    let found = outcomes.iter().find(|outcome| outcome.import == import);
    let same = found.is_some_and(|outcome| matches!(&outcome.verdict, Err((kept, _)) if *kept == code));
    assert!(same, "wanted {code:?} for {import}: {outcomes:?}");
}

/// Asserts that some import of a module stays, whatever the reason: for programs that any edit would break.
#[track_caller]
pub(in crate::judge) fn check_untouched(case: impl Into<Case>, module: &str) {
    let (plan, outcomes) = case.into().outcome(module);
    assert!(!outcomes.is_empty(), "{module} has no heavy import");
    assert!(plan.is_none(), "edited: {outcomes:?}");
}

/// Asserts that every heavy import of a module is deferred by these strategies, and that the text can be rewritten so.
#[track_caller]
pub(in crate::judge) fn check_deferred(case: impl Into<Case>, module: &str, strategies: &[Strategy]) {
    let case = case.into();
    let (plan, outcomes) = case.outcome(module);
    assert!(!outcomes.is_empty(), "{module} has no heavy import");
    for outcome in &outcomes {
        let same = matches!(&outcome.verdict, Ok(found) if found == strategies);
        assert!(same, "wanted {strategies:?}: {outcomes:?}\n{}", case.text(module));
    }
    let plan = plan.unwrap_or_default();
    let after = rewrite(case.text(module), &plan).unwrap_or_else(|error| panic!("{error}"));
    settled(&case, module, &after);
}
