//! A patch: what `git apply` and `patch -p1` take, or the same in colour for eyes.
use std::path::Path;

use anstyle::{AnsiColor, Effects};
use similar::{ChangeTag, DiffOp, group_diff_ops};

use super::super::Style;
use super::super::words::{shown, slashed};
use super::emphasis::emphasised;
use super::{CONTEXT, lines};
use crate::syntax::difference;

/// What a patch says behind a last line without line end.
const NO_NEWLINE: &str = "\\ No newline at end of file";

/// A unified diff with the headers `a/path` and `b/path`, empty when nothing changed. Without colour it is what `git apply` and
/// `patch -p1` take, for a relative path and texts in UTF-8; with colour changed words are underlined, and control characters
/// are shown as pictures.
pub fn unified(path: &Path, before: &str, after: &str, style: Style) -> String {
    patch(
        [&header_name("a/", path), &header_name("b/", path)],
        before,
        after,
        style,
    )
}

/// The same for a file that is not there yet.
pub fn created(path: &Path, after: &str, style: Style) -> String {
    patch(["/dev/null", &header_name("b/", path)], "", after, style)
}

/// The same for a file that goes.
pub fn removed(path: &Path, before: &str, style: Style) -> String {
    patch([&header_name("a/", path), "/dev/null"], before, "", style)
}

fn patch([old_name, new_name]: [&str; 2], before: &str, after: &str, style: Style) -> String {
    if before == after {
        return String::new();
    }
    let (old, new) = (lines(before), lines(after));
    let bold = anstyle::Style::new().bold();
    let mut text = String::new();
    for header in [format!("--- {old_name}"), format!("+++ {new_name}")] {
        text.push_str(&style.paint(bold, &header));
        text.push('\n');
    }
    for hunk in group_diff_ops(difference(&old, &new), CONTEXT) {
        text.push_str(&style.paint(AnsiColor::Cyan.on_default(), &hunk_header(&hunk)));
        text.push('\n');
        for op in &hunk {
            if style.color {
                for line in emphasised(op, &old, &new) {
                    colored_line(&mut text, line.tag, &line.parts);
                }
            } else {
                for change in op.iter_changes(old.as_slice(), new.as_slice()) {
                    plain_line(&mut text, change.tag(), change.value());
                }
            }
        }
    }
    text
}

/// `@@ -1,4 +1,5 @@`; an empty range is named by the line before it.
fn hunk_header(hunk: &[DiffOp]) -> String {
    let range = |ranges: &mut dyn Iterator<Item = std::ops::Range<usize>>| {
        let whole = ranges
            .reduce(|all, next| all.start.min(next.start)..all.end.max(next.end))
            .unwrap_or(0..0);
        match whole.len() {
            0 => format!("{},0", whole.start),
            1 => format!("{}", whole.start + 1),
            length => format!("{},{length}", whole.start + 1),
        }
    };
    let old = range(&mut hunk.iter().map(DiffOp::old_range));
    let new = range(&mut hunk.iter().map(DiffOp::new_range));
    format!("@@ -{old} +{new} @@")
}

fn sign(tag: ChangeTag) -> char {
    match tag {
        ChangeTag::Equal => ' ',
        ChangeTag::Delete => '-',
        ChangeTag::Insert => '+',
    }
}

fn plain_line(text: &mut String, tag: ChangeTag, line: &str) {
    text.push(sign(tag));
    text.push_str(line);
    if !line.ends_with('\n') {
        text.push('\n');
        text.push_str(NO_NEWLINE);
        text.push('\n');
    }
}

/// One line in the colour of its change; `parts` says which parts of it are emphasised.
fn colored_line(text: &mut String, tag: ChangeTag, parts: &[(bool, &str)]) {
    let style = Style {
        color: true,
        ..Style::PLAIN
    };
    let color = match tag {
        ChangeTag::Equal => anstyle::Style::new(),
        ChangeTag::Delete => AnsiColor::Red.on_default(),
        ChangeTag::Insert => AnsiColor::Green.on_default(),
    };
    text.push_str(&style.paint(color, &sign(tag).to_string()));
    for (is_emphasised, part) in parts {
        let part = part.trim_end_matches(['\r', '\n']);
        let part_style = if *is_emphasised {
            color | Effects::BOLD | Effects::UNDERLINE
        } else {
            color
        };
        let pictured: Vec<String> = part.split('\t').map(shown).collect();
        text.push_str(&style.paint(part_style, &pictured.join("\t")));
    }
    text.push('\n');
    if !parts.last().is_some_and(|(_, part)| part.ends_with('\n')) {
        text.push_str(NO_NEWLINE);
        text.push('\n');
    }
}

/// The name in a header, as git writes it: quoted with escapes where it has quotes or control characters, and with a tab behind
/// it where it has blanks, so that patch knows where it ends.
fn header_name(prefix: &str, path: &Path) -> String {
    let path = slashed(path);
    let name = format!("{prefix}{}", path.trim_start_matches("./").trim_start_matches('/'));
    if !name
        .chars()
        .any(|character| character.is_control() || character == '"' || character == '\\')
    {
        return if name.contains(' ') { format!("{name}\t") } else { name };
    }
    let mut quoted = String::from("\"");
    for character in name.chars() {
        match character {
            '"' | '\\' => quoted.extend(['\\', character]),
            character if character.is_control() => {
                let mut bytes = [0; 4];
                for byte in character.encode_utf8(&mut bytes).bytes() {
                    quoted.push_str(&format!("\\{byte:03o}"));
                }
            }
            character => quoted.push(character),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::visible;
    use super::*;

    const BEFORE: &str = "import os\nfrom dockyard import connect, scan\ndef names():\n    return connect()\n";
    const AFTER: &str = "import os\nfrom dockyard import scan\ndef names():\n    from dockyard import connect\n\n    return connect()\n";

    fn patch(path: &str, before: &str, after: &str) -> String {
        unified(Path::new(path), before, after, Style::PLAIN)
    }

    #[test]
    fn a_patch() {
        insta::assert_snapshot!(patch("app/images.py", BEFORE, AFTER), @"
        --- a/app/images.py
        +++ b/app/images.py
        @@ -1,4 +1,6 @@
         import os
        -from dockyard import connect, scan
        +from dockyard import scan
         def names():
        +    from dockyard import connect
        +
             return connect()
        ");
        assert_eq!(patch("app/images.py", BEFORE, BEFORE), "");
    }

    #[test]
    fn changes_that_are_far_apart_have_hunks_of_their_own() {
        let before: String = (1..=20).map(|number| format!("line {number}\n")).collect();
        let after = before.replace("line 2\n", "").replace("line 19\n", "line 19\nmore\n");
        insta::assert_snapshot!(patch("x.py", &before, &after), @"
        --- a/x.py
        +++ b/x.py
        @@ -1,5 +1,4 @@
         line 1
        -line 2
         line 3
         line 4
         line 5
        @@ -17,4 +16,5 @@
         line 17
         line 18
         line 19
        +more
         line 20
        ");
    }

    #[test]
    fn with_colour() {
        let text = unified(
            Path::new("app/images.py"),
            BEFORE,
            AFTER,
            Style { color: true, width: 80 },
        );
        insta::assert_snapshot!(visible(&text), @"
        ␛[1m--- a/app/images.py␛[0m
        ␛[1m+++ b/app/images.py␛[0m
        ␛[36m@@ -1,4 +1,6 @@␛[0m
         import os
        ␛[31m-␛[0m␛[31mfrom dockyard import ␛[0m␛[1m␛[4m␛[31mconnect, ␛[0m␛[31mscan␛[0m
        ␛[32m+␛[0m␛[32mfrom dockyard import scan␛[0m
         def names():
        ␛[32m+␛[0m␛[32m    from dockyard import connect␛[0m
        ␛[32m+␛[0m
             return connect()
        ");
        let text = unified(
            Path::new("x.py"),
            "\u{1b}[31m\r\n",
            "\ta",
            Style { color: true, width: 80 },
        );
        insta::assert_snapshot!(visible(&text), @r"
        ␛[1m--- a/x.py␛[0m
        ␛[1m+++ b/x.py␛[0m
        ␛[36m@@ -1 +1 @@␛[0m
        ␛[31m-␛[0m␛[31m␛[31m␛[0m
        ␛[32m+␛[0m␛[32m	a␛[0m
        \ No newline at end of file
        ");
    }
}
