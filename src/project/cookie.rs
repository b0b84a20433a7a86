//! The coding cookie of a Python file (PEP 263). Knows bytes only, not what the named encoding means.

/// The encoding that a comment in the first or second line names, as written, with its line (from one).
///
/// The second line counts only where the first is blank or a comment, as in CPython's tokenizer. `bytes` are without a byte
/// order mark.
pub fn cookie(bytes: &[u8]) -> Option<(String, u32)> {
    let mut rest = bytes;
    for number in 1..=2 {
        let (line, after) = split_line(rest);
        let start = line.iter().position(|byte| !matches!(byte, b' ' | b'\t' | b'\x0c'));
        match start.map(|start| &line[start..]) {
            None => {}
            Some(comment) if comment.starts_with(b"#") => {
                if let Some(name) = in_comment(comment) {
                    return Some((name, number));
                }
            }
            Some(_) => return None,
        }
        rest = after;
    }
    None
}

/// The first line without its end, and what follows it. A lone carriage return ends a line, as Python reads it.
fn split_line(bytes: &[u8]) -> (&[u8], &[u8]) {
    match bytes.iter().position(|byte| matches!(byte, b'\n' | b'\r')) {
        None => (bytes, &[]),
        Some(end) => {
            let length = if bytes[end..].starts_with(b"\r\n") { 2 } else { 1 };
            (&bytes[..end], &bytes[end + length..])
        }
    }
}

/// The first `coding[:=][ \t]*([-_.a-zA-Z0-9]+)` in a comment.
fn in_comment(comment: &[u8]) -> Option<String> {
    const WORD: &[u8] = b"coding";
    comment
        .windows(WORD.len())
        .enumerate()
        .filter(|(_, window)| *window == WORD)
        .find_map(|(at, _)| {
            let (mark, value) = comment[at + WORD.len()..].split_first()?;
            if !matches!(mark, b':' | b'=') {
                return None;
            }
            let start = value.iter().position(|byte| !matches!(byte, b' ' | b'\t'))?;
            let name: String = value[start..]
                .iter()
                .take_while(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
                .map(|&byte| char::from(byte))
                .collect();
            (!name.is_empty()).then_some(name)
        })
}

#[cfg(test)]
mod tests {
    use super::cookie;

    #[track_caller]
    fn check(text: &str, expected: Option<(&str, u32)>) {
        let found = cookie(text.as_bytes());
        assert_eq!(
            found.as_ref().map(|(name, line)| (name.as_str(), *line)),
            expected,
            "{text:?}"
        );
    }

    #[test]
    fn reads_the_forms_of_the_pep() {
        check("# -*- coding: latin-1 -*-\n", Some(("latin-1", 1)));
        check(
            "#!/usr/bin/python\n# vim: set fileencoding=utf-8 :\n",
            Some(("utf-8", 2)),
        );
        check("#coding=cp1252", Some(("cp1252", 1)));
        check(
            "\t\x0c # This Python file uses the following encoding: utf-8\n",
            Some(("utf-8", 1)),
        );
        check("\n# coding: ascii\n", Some(("ascii", 2)));
        check("\r# coding: ascii\r", Some(("ascii", 2)));
        check("#\r\n# coding:\tascii\r\n", Some(("ascii", 2)));
    }

    #[test]
    fn takes_the_first_match_in_the_comment() {
        check("# coding, coding: a coding: b\n", Some(("a", 1)));
        check("# coding: é coding: b\n", Some(("b", 1)));
    }

    #[test]
    fn ignores_what_is_no_cookie() {
        check("", None);
        check("# codin: latin-1\n", None);
        check("x = 1  # coding: latin-1\n", None);
        check("x = 1\n# coding: latin-1\n", None);
        check("\"\"\"\n# coding: latin-1\n\"\"\"\n", None);
        check("\n\n# coding: latin-1\n", None);
        check("# coding:\n# latin-1\n", None);
        check("# coding :latin-1\n", None);
    }
}
