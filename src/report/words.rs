//! The words that several formats share: names, reasons, numbers and lists, and text broken into lines.
use std::path::Path;

use unicode_width::UnicodeWidthChar;

pub(super) use crate::verdict::counted;
use crate::verdict::{Code, Finding, Strategy, Why};

/// What the start of a command is called: that of a serverless function (`lambda: app.handler`) is a cold start.
pub(super) fn start_of(command: &str) -> &'static str {
    match command.starts_with("lambda:") {
        true => "Cold start",
        false => "Start-up",
    }
}

/// What stands before the milliseconds of a command where they are not an ordinary start-up.
pub(super) fn prefix(command: &str) -> &'static str {
    match command.starts_with("lambda:") {
        true => "cold start: ",
        false => "",
    }
}

/// The name of an import that a reader looks for: `connect` of `from dockyard import from_env as connect`, `a.b` of
/// `import a.b`.
pub(super) fn imported_name(import: &str) -> &str {
    let name = import
        .rsplit_once(" as ")
        .or_else(|| import.rsplit_once("import "))
        .map_or(import, |(_, name)| name);
    name.trim()
}

/// The code of a finding: that of its leading strategy.
pub(super) fn code(finding: &Finding) -> &'static str {
    match (finding.strategies.first(), &finding.why) {
        (Some(strategy), _) => strategy.code(),
        (None, Why::Vain { code, .. }) => code,
        (None, Why::Helper { .. }) => Code::StaleHelper.code(),
        (None, _) => Code::StaleCommandText.code(),
    }
}

/// What is the matter with an import whose statement binds these names, in one short sentence.
pub(super) fn title(names: &[&str], finding: &Finding) -> String {
    match &finding.why {
        Why::Helper { is_unneeded: true, .. } => "the helper file is not needed any more".to_owned(),
        Why::Helper { .. } => "the helper file is missing or out of date".to_owned(),
        Why::Vain { .. } => format!("{} should be imported plainly", listed(&quoted(names), 3)),
        Why::Heavy { .. } | Why::Reaches { .. } | Why::Stale { .. } => headline(names, &finding.strategies),
    }
}

fn quoted(names: &[&str]) -> Vec<String> {
    names.iter().map(|name| format!("`{name}`")).collect()
}

/// What is the matter with imports of these names, in one short sentence.
fn headline(names: &[&str], strategies: &[Strategy]) -> String {
    let quoted = quoted(names);
    let who = listed(&quoted, 3);
    let one = names.len() == 1;
    let (is, it, lazy) = if one {
        ("is", "it", "a lazy import")
    } else {
        ("are", "them", "lazy imports")
    };
    let title = match strategies.first() {
        Some(Strategy::FunctionLocal) if strategies.contains(&Strategy::TypeChecking) => {
            "{who} {is} imported at module level but only functions and annotations use {it}"
        }
        Some(strategy) => strategy.title(),
        None => "the text of {who} is not what its source says",
    };
    let words = [("{is}", is), ("{it}", it), ("{lazy}", lazy), ("{who}", &who)];
    words
        .iter()
        .fold(title.to_owned(), |text, (place, word)| text.replace(place, word))
}

/// `a`, `a and b`, `a, b and c`; of more than `most` only some, and `4 more`.
pub(super) fn listed(items: &[String], most: usize) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] if items.len() <= most => format!("{} and {last}", first.join(", ")),
        _ => {
            let shown = most.saturating_sub(1).max(1);
            format!("{} and {} more", items[..shown].join(", "), items.len() - shown)
        }
    }
}

/// Why an import is heavy, as one clause.
pub(super) fn reason(why: &Why) -> String {
    match why {
        Why::Heavy {
            module,
            note: Some(note),
        } => format!("{module} is heavy: {note}"),
        Why::Heavy { module, note: None } => format!("{module} is heavy"),
        Why::Stale { wanted } => format!("it should say {wanted}"),
        Why::Vain { what, .. } => what.clone(),
        Why::Helper { is_missing: true, .. } => "there is no such file".to_owned(),
        Why::Helper { is_unneeded: true, .. } => "nothing imports it".to_owned(),
        Why::Helper { .. } => "the file is not as dormant writes it".to_owned(),
        Why::Reaches { chain, note } => {
            let heavy = chain.last().map_or("", String::as_str);
            let note = note.as_ref().map(|note| format!("; {note}")).unwrap_or_default();
            format!("reaches {heavy} through {}{note}", chain.join(" -> "))
        }
    }
}

/// The same on one short line: of a long chain only the ends.
pub(super) fn short_reason(why: &Why) -> String {
    match why {
        Why::Heavy { .. } | Why::Stale { .. } | Why::Helper { .. } | Why::Vain { .. } => reason(why),
        Why::Reaches { chain, note } => {
            let ends = match chain.as_slice() {
                [first, _, .., last] => vec![first.clone(), "...".to_string(), last.clone()],
                chain => chain.to_vec(),
            };
            reason(&Why::Reaches {
                chain: ends,
                note: note.clone(),
            })
        }
    }
}

/// A path with forward slashes, for machines.
pub(super) fn slashed(path: &Path) -> String {
    let text = path.to_string_lossy();
    if std::path::MAIN_SEPARATOR == '/' {
        text.into_owned()
    } else {
        text.replace(std::path::MAIN_SEPARATOR, "/")
    }
}

/// `text` broken at blanks into lines of at most `width` columns, but for words that are longer.
pub fn wrapped(text: &str, width: usize) -> String {
    let mut lines: Vec<String> = Vec::new();
    for word in text.split_whitespace() {
        match lines.last_mut() {
            Some(line) if columns(line) + 1 + columns(word) <= width => {
                line.push(' ');
                line.push_str(word);
            }
            _ => lines.push(word.to_string()),
        }
    }
    lines.join("\n")
}

/// The columns that a text without tabs and control characters takes in a terminal.
pub(super) fn columns(text: &str) -> usize {
    text.chars().map(column_width).sum()
}

/// The columns of one character: 0 for combining marks, 2 for wide ones.
pub(super) fn column_width(character: char) -> usize {
    character.width().unwrap_or(1)
}

/// Text for HTML, attributes in double quotes included.
pub(super) fn escaped(text: &str) -> String {
    html_escape::encode_double_quoted_attribute(text).into_owned()
}

/// What a reason says in general, and what of this one: split at its first colon outside of code. Of reasons that say the same
/// in general it is told once.
pub(super) fn general(text: &str) -> (&str, Option<&str>) {
    let at = text
        .match_indices(": ")
        .map(|(at, _)| at)
        .find(|&at| text[..at].matches('`').count().is_multiple_of(2));
    match at {
        Some(at) => (&text[..at], Some(&text[at + 2..])),
        None => (text, None),
    }
}

/// Text for HTML, with what stands between backticks as code.
pub(super) fn with_code(text: &str) -> String {
    let parts: Vec<String> = text.split('`').map(escaped).collect();
    // A backtick without its other one is itself.
    let paired = parts.len() - 1 - (parts.len() - 1) % 2;
    let mut html = String::new();
    for (at, part) in parts.iter().enumerate() {
        html += match at {
            0 => "",
            at if at > paired => "`",
            at if at % 2 == 1 => "<code>",
            _ => "</code>",
        };
        html += part;
    }
    html
}

/// `text` without control characters, which could change what a terminal shows: each becomes its picture, or the mark for
/// what cannot be shown. Line ends, too.
pub(super) fn shown(text: &str) -> String {
    let picture = |character: char| match u32::from(character) {
        number @ 0..=0x1f => char::from_u32(0x2400 + number).unwrap_or('\u{fffd}'),
        0x7f => '\u{2421}',
        0x80..=0x9f | 0x200e | 0x200f | 0x2028..=0x202e | 0x2066..=0x2069 => '\u{fffd}',
        _ => character,
    };
    text.chars().map(picture).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn backticks_are_code_in_html() {
        assert_eq!(with_code("`a<b` and `c`"), "<code>a&lt;b</code> and <code>c</code>");
        assert_eq!(with_code("one ` is one"), "one ` is one");
        assert_eq!(with_code("`x` and `"), "<code>x</code> and `");
        assert_eq!(with_code("plain"), "plain");
    }

    #[test]
    fn names_that_readers_look_for() {
        assert_eq!(imported_name("from dockyard import from_env as connect"), "connect");
        assert_eq!(imported_name("from .important import thing"), "thing");
        assert_eq!(imported_name("import a.b"), "a.b");
        assert_eq!(imported_name("import numpy as np"), "np");
    }

    #[test]
    fn lists_are_as_people_say_them() {
        let names = |count: usize| (0..count).map(|index| format!("n{index}")).collect::<Vec<_>>();
        assert_eq!(listed(&names(0), 3), "");
        assert_eq!(listed(&names(1), 3), "n0");
        assert_eq!(listed(&names(2), 3), "n0 and n1");
        assert_eq!(listed(&names(3), 3), "n0, n1 and n2");
        assert_eq!(listed(&names(9), 3), "n0, n1 and 7 more");
    }

    #[test]
    fn headlines_agree_with_their_number() {
        use Strategy::{FunctionLocal, LazyKeyword, ModuleGetattr, TypeChecking};
        insta::assert_snapshot!(headline(&["a"], &[FunctionLocal]), @"`a` is imported at module level but only functions use it");
        insta::assert_snapshot!(headline(&["a", "b"], &[FunctionLocal, TypeChecking]), @"`a` and `b` are imported at module level but only functions and annotations use them");
        insta::assert_snapshot!(headline(&["a", "b", "c"], &[TypeChecking]), @"`a`, `b` and `c` are imported at run time but only annotations use them");
        insta::assert_snapshot!(headline(&["a", "b", "c", "d"], &[ModuleGetattr, TypeChecking]), @"`a`, `b` and 2 more are imported at module level but needed only later");
        insta::assert_snapshot!(headline(&["a", "b"], &[LazyKeyword]), @"`a` and `b` can be lazy imports");
        insta::assert_snapshot!(headline(&["a"], &[Strategy::LazyModules]), @"`a` can be imported lazily through `__lazy_modules__`");
    }

    #[test]
    fn reasons_name_the_chain() {
        let chain = |names: &[&str]| names.iter().map(|name| name.to_string()).collect::<Vec<_>>();
        let why = Why::Reaches {
            chain: chain(&["app.sales", "framely"]),
            note: Some("about 104 ms".to_string()),
        };
        assert_eq!(
            reason(&why),
            "reaches framely through app.sales -> framely; about 104 ms"
        );
        let why = Why::Reaches {
            chain: chain(&["a", "b", "c", "d"]),
            note: None,
        };
        assert_eq!(reason(&why), "reaches d through a -> b -> c -> d");
        assert_eq!(short_reason(&why), "reaches d through a -> ... -> d");
        let why = Why::Heavy {
            module: "modal".to_string(),
            note: Some("about 104 ms".to_string()),
        };
        assert_eq!(short_reason(&why), "modal is heavy: about 104 ms");
    }

    #[test]
    fn text_is_wrapped_by_columns() {
        assert_eq!(wrapped("one two three", 7), "one two\nthree");
        assert_eq!(wrapped("extraordinary one", 5), "extraordinary\none");
        assert_eq!(wrapped("漢字 漢字 a", 9), "漢字 漢字\na");
        assert_eq!(wrapped("", 5), "");
    }

    #[test]
    fn control_characters_are_made_harmless() {
        assert_eq!(shown("a\u{1b}[31m\tb\r"), "a␛[31m␉b␍");
        assert_eq!(shown("a\u{202e}b\u{9b}"), "a\u{fffd}b\u{fffd}");
    }
}
