//! The reasons behind the first one for which an import stays, in few words: those that repeat each other together.
use super::words::general;
use crate::verdict::{Blocked, shown_place};

/// Places that a reason is told with.
const MOST_PLACES: usize = 6;

/// By code: `2 has-effects, doctest`; empty where there are none but that of the first.
pub(super) fn by_code(blocked: &Blocked) -> String {
    let mut counts: Vec<(&str, usize)> = Vec::new();
    for reason in blocked.more.iter().filter(|reason| reason.code != blocked.first.code) {
        match counts.iter_mut().find(|(code, _)| *code == reason.code) {
            Some((_, count)) => *count += 1,
            None => counts.push((reason.code, 1)),
        }
    }
    let told = counts.into_iter().map(|(code, count)| match count {
        1 => code.to_owned(),
        count => format!("{count} {code}"),
    });
    told.collect::<Vec<_>>().join(", ")
}

/// As sentences, those of one code and text as one, with their places; of what the first reason says already, only the places.
pub(super) fn grouped(blocked: &Blocked) -> Vec<String> {
    let first = (blocked.first.code, blocked.first.text.as_str());
    let (first_head, _) = general(first.1);
    let mut groups: Vec<(&str, &str, Vec<String>)> = Vec::new();
    for reason in &blocked.more {
        let place = reason
            .place
            .as_ref()
            .map(|(path, line)| match (path == &blocked.path, line) {
                (true, Some(line)) => format!("line {line}"),
                (true, None) => "this file".to_owned(),
                (false, line) => shown_place(path, *line),
            });
        let same = groups
            .iter_mut()
            .find(|(code, text, _)| (*code, *text) == (reason.code, reason.text.as_str()));
        match same {
            Some((_, _, places)) => places.extend(place),
            None => groups.push((reason.code, &reason.text, place.into_iter().collect())),
        }
    }
    // Those that say the same in general are one sentence.
    let mut sentences: Vec<(&str, &str, String)> = Vec::new();
    for (code, text, places) in groups {
        let (head, rest) = general(text);
        if (code, text) == first {
            if !places.is_empty() {
                sentences.push((code, text, listed(places)));
            }
            continue;
        }
        let same = sentences
            .iter_mut()
            .find(|(other, known, _)| rest.is_some() && (*other, *known) == (code, head));
        match (same, rest) {
            (Some((_, _, told_before)), Some(rest)) => *told_before += &format!("; {rest}{}", told(places)),
            (None, Some(rest)) if (code, head) == (first.0, first_head) => {
                sentences.push((code, head, format!("{rest}{}", told(places))));
            }
            _ => sentences.push((code, head, format!("{code}: {text}{}", told(places)))),
        }
    }
    sentences.into_iter().map(|(_, _, text)| text).collect()
}

/// ` (line 3, line 7 and 2 more)`; empty for no place.
fn told(places: Vec<String>) -> String {
    match places.is_empty() {
        true => String::new(),
        false => format!(" ({})", listed(places)),
    }
}

/// `line 3, line 7 and 2 more`.
fn listed(mut places: Vec<String>) -> String {
    places.dedup();
    let more = match places.len().saturating_sub(MOST_PLACES) {
        0 => String::new(),
        more => format!(" and {more} more"),
    };
    places.truncate(MOST_PLACES);
    format!("{}{more}", places.join(", "))
}

#[cfg(test)]
mod tests {
    use std::path::PathBuf;

    use super::super::testing::{TEXT, blocked};
    use super::*;
    use crate::verdict::Reason;

    fn reason(code: &'static str, text: &str, place: Option<(&str, Option<u32>)>) -> Reason {
        Reason {
            code,
            text: text.to_owned(),
            place: place.map(|(path, line)| (PathBuf::from(path), line)),
            help: String::new(),
            risk: None,
            cause: None,
        }
    }

    #[test]
    fn what_is_said_in_general_is_told_once() {
        let mut kept = blocked(TEXT, "import framely", "framely", None);
        kept.more = [
            "Loading it does things: `a` calls `f`",
            "Loading it does things: `b`",
            "Other: `b`",
        ]
        .map(|text| reason("has-effects", text, None))
        .to_vec();
        assert_eq!(
            grouped(&kept),
            [
                "has-effects: Loading it does things: `a` calls `f`; `b`",
                "has-effects: Other: `b`"
            ]
        );
    }

    #[test]
    fn of_what_the_first_reason_says_only_the_places_are_told() {
        let mut kept = blocked(TEXT, "import framely", "framely", None);
        kept.first = reason("used-at-import", "It is used: `a`", Some(("app/images.py", Some(3))));
        kept.more = vec![
            reason("used-at-import", "It is used: `a`", Some(("app/images.py", Some(7)))),
            reason("used-at-import", "It is used: `a`", Some(("app/images.py", Some(9)))),
            reason("used-at-import", "It is used: `b`", Some(("app/images.py", Some(11)))),
            reason("doctest", "It is used: `a`", None),
        ];
        assert_eq!(by_code(&kept), "doctest");
        assert_eq!(
            grouped(&kept),
            ["line 7, line 9", "`b` (line 11)", "doctest: It is used: `a`"]
        );
    }

    #[test]
    fn what_repeats_is_told_once() {
        let mut kept = blocked(TEXT, "import framely", "framely", None);
        assert_eq!((by_code(&kept).as_str(), grouped(&kept).len()), ("", 0));
        kept.more = (7..15)
            .map(|line| reason("used-at-import", "It is used", Some(("app/images.py", Some(line)))))
            .chain([
                reason("doctest", "A doctest uses it", None),
                reason("import-window", "It changes", Some(("app/cli.py", Some(3)))),
                reason("has-effects", "It has effects", Some(("app/images.py", None))),
            ])
            .collect();
        assert_eq!(by_code(&kept), "8 used-at-import, doctest, import-window, has-effects");
        assert_eq!(
            grouped(&kept),
            [
                "used-at-import: It is used (line 7, line 8, line 9, line 10, line 11, line 12 and 2 more)",
                "doctest: A doctest uses it",
                "import-window: It changes (app/cli.py:3)",
                "has-effects: It has effects (this file)",
            ]
        );
    }
}
