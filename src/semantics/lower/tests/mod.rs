//! What statements are lowered to, as text; and that nothing is lost, of any text (in the tests of semantics).
mod bodies;
mod expressions;
mod show;
pub mod sound;
mod statements;

use crate::semantics::analyse;
use crate::semantics::code::{Body, Code};

fn code(text: &str) -> Code {
    analyse(text, crate::rules::Rules::builtin())
        .unwrap_or_else(|problem| panic!("{}: {text}", problem.message))
        .code
}

/// Compares what a text is lowered to.
#[track_caller]
fn check(text: &str, expected: &str) {
    let shown = show::code(&code(text));
    assert_eq!(shown.trim_end(), expected.trim_end(), "{text}");
}

/// The first body of that name, with names for numbers: what is local, `global` and `nonlocal`.
#[track_caller]
fn check_names(text: &str, body: &str, expected: &str) {
    let code = code(text);
    let found = code.bodies.iter().find(|candidate| code.name(candidate.name) == body);
    let Body {
        locals,
        globals,
        nonlocals,
        ..
    } = found.unwrap_or_else(|| panic!("no {body} in {text}"));
    let words = |names: &[u32]| {
        let mut words: Vec<&str> = names.iter().map(|&name| code.name(name)).collect();
        words.sort_unstable();
        words.join(" ")
    };
    let shown = format!("{} | {} | {}", words(locals), words(globals), words(nonlocals));
    assert_eq!(shown.trim(), expected, "{text}");
}
