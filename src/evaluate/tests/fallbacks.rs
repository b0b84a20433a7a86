//! What is imported where another import fails: where that one does not, and the other is nowhere, it is of another environment.
use super::{noticed, unnoticed};

fn decorated(tried: &str, fallback: &str) -> String {
    let run = "@hook\ndef run():\n    register(1)";
    format!("try:\n    {tried}\nexcept ImportError:\n    {fallback}\n{run}")
}

#[test]
fn of_another_environment() {
    let lines = [
        decorated("from app.core import plain as hook", "from gone import hook"),
        decorated(
            "from app.core import plain as hook",
            "from app.core import renamed as hook",
        ),
        decorated("from app.core import plain as hook", "hook = plain"),
    ];
    unnoticed(&lines.each_ref().map(String::as_str));
}

#[test]
fn of_this_one() {
    let lines = [
        decorated(
            "from app.core import plain as hook",
            "from app.core import store as hook\n    hook = call",
        ),
        decorated("from app.core import renamed as hook", "from gone import hook"),
        decorated("from app.core import plain as hook", "def hook(f):\n        f()"),
        decorated(
            "from app.core import plain as hook\n    hook = thing",
            "from gone import hook",
        ),
        decorated("from app.core import plain as hook", "core.ITEMS.append(1)"),
    ];
    noticed(&lines.each_ref().map(String::as_str));
}
