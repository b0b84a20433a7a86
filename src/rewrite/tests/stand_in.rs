//! Stand-ins that are written again.
use super::help::Planner;
use crate::rewrite::rewrite;
use crate::syntax::Span;
use crate::verdict::{CommandText, Deprecated, Refresh, StandInCall, StandInClass};

const CLASS: StandInClass = StandInClass {
    name: "DeferredCommand",
    is_told_name: true,
};

fn refreshed(text: &str, says: CommandText) -> Result<String, crate::rewrite::RewriteError> {
    let mut plan = Planner::new(text).plan;
    let start = text.find("DeferredCommand(").unwrap();
    let end = start + text[start..].find(')').unwrap() + 1;
    plan.refreshes.push(Refresh {
        span: Span::new(start as u32, end as u32),
        call: StandInCall {
            class: CLASS,
            references: Vec::new(),
            told: Vec::new(),
            name: "ls".into(),
            target: "app.images:ls".into(),
            text: says,
        },
    });
    rewrite(text, &plan)
}

#[test]
fn a_stand_in_gets_its_new_text_and_nothing_else_changes() {
    let text = "x = 1\nls = DeferredCommand('app.images:ls', 'ls')  # why\ny = 2\n";
    let says = CommandText {
        name: Some("ls".into()),
        help: Some("Say \"all\".".into()),
        ..CommandText::default()
    };
    assert_eq!(
        refreshed(text, says).unwrap(),
        "x = 1\nls = DeferredCommand(\"app.images:ls\", \"ls\", help='Say \"all\".')  # why\ny = 2\n"
    );
}

#[test]
fn a_long_text_is_broken_as_black_breaks_it() {
    let text = "ls = DeferredCommand('app.images:ls', 'ls')\n";
    let says = |help: &str| CommandText {
        name: Some("ls".into()),
        help: Some(help.into()),
        short_help: None,
        hidden: true,
        deprecated: Deprecated::Because("it's \\old".into()),
        is_leaf: false,
    };
    assert_eq!(
        refreshed(text, says("Short.")).unwrap(),
        "ls = DeferredCommand(\n    \"app.images:ls\", \"ls\", help=\"Short.\", hidden=True, deprecated=\"it's \\\\old\"\n)\n"
    );
    let plain = CommandText {
        deprecated: Deprecated::No,
        ..says("A text that fits on one line, but only on its own.")
    };
    assert_eq!(
        refreshed(text, plain).unwrap(),
        "ls = DeferredCommand(\n    \"app.images:ls\",\n    \"ls\",\n    help=\"A text that fits on one line, but only on its own.\",\n    hidden=True,\n)\n"
    );
}

#[test]
fn a_place_that_holds_no_stand_in_is_refused() {
    let text = "ls = f(DeferredCommand('app.images:ls', 'ls'))\n";
    let mut plan = Planner::new(text).plan;
    plan.refreshes.push(Refresh {
        span: Span::new(7, 45),
        call: StandInCall {
            class: CLASS,
            references: Vec::new(),
            told: Vec::new(),
            name: "ls".into(),
            target: "app.images:ls".into(),
            text: CommandText::default(),
        },
    });
    assert!(rewrite(text, &plan).is_err());
}

#[test]
fn a_long_help_of_several_lines_is_written_in_lines() {
    let text = "ls = DeferredCommand('app.images:ls', 'ls')\n";
    let says = |help: &str| CommandText {
        name: Some("ls".into()),
        help: Some(help.into()),
        ..CommandText::default()
    };
    let first = "List all the images that there are, and all those that there were once.";
    let written = |help: &str| refreshed(text, says(help)).unwrap();
    let call =
        |literal: &str| format!("ls = DeferredCommand(\n    \"app.images:ls\",\n    \"ls\",\n    help={literal},\n)\n");
    assert_eq!(
        written(&format!("{first}\n\nAnd \"more\" of it.")),
        call(&format!("\"\"\"{first}\n\nAnd \"more\" of it.\"\"\""))
    );
    // What three quotes do not hold as it is stays on one line.
    assert_eq!(
        written(&format!("{first}\n\\b\n\"more\"")),
        call(&format!("'{first}\\n\\\\b\\n\"more\"'"))
    );
    assert_eq!(
        written(&format!("{first}\n\x08\nIt's more")),
        call(&format!("\"{first}\\n\\x08\\nIt's more\""))
    );
}
