//! How much room facts take: they are held of every file, to the end of a run.
use crate::semantics::analyse;
use crate::semantics::code::Expr;
use crate::semantics::facts::{Binding, Operation};

#[test]
fn lists_of_facts_fit_what_is_in_them() {
    let text = "import a\n\n".to_owned() + &"def f(x):\n    a.b(x, k=1)\n    return [y for y in x if y.z]\n".repeat(99);
    let facts = analyse(&text, crate::rules::Rules::builtin()).expect("it is Python");
    let room = |room: usize, held: usize| assert!(held > 90 && room == held, "room for {room}, {held} are there");
    room(facts.scopes.capacity(), facts.scopes.len());
    room(facts.bindings.capacity(), facts.bindings.len());
    room(facts.references.capacity(), facts.references.len());
    room(facts.operations.capacity(), facts.operations.len());
    room(facts.code.expressions.capacity(), facts.code.expressions.len());
    room(facts.code.spans.capacity(), facts.code.spans.len());
    room(facts.code.bodies.capacity(), facts.code.bodies.len());
}

#[test]
fn what_there_is_most_of_is_small() {
    // In bytes, on machines of 64 bits.
    assert!(size_of::<Expr>() <= 24, "{}", size_of::<Expr>());
    assert!(size_of::<Operation>() <= 128, "{}", size_of::<Operation>());
    assert!(size_of::<Binding>() <= 80, "{}", size_of::<Binding>());
}
