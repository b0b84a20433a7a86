//! What programs that read the formats do with the edits in them, done by hand.
use std::path::Path;

use serde_json::Value;

/// Applies a fix of SARIF: once by lines and columns in characters, once by bytes; both must come to the same.
pub fn apply(folder: &Path, fix: &Value) {
    for change in fix["artifactChanges"].as_array().expect("changes") {
        let uri = change["artifactLocation"]["uri"].as_str().expect("a URI");
        let path = folder.join(decoded(uri));
        let before = std::fs::read(&path).unwrap_or_default();
        let replacements = change["replacements"].as_array().expect("replacements");
        let number = |region: &Value, key: &str| region[key].as_u64().expect(key) as usize;
        let mut by_bytes = before.clone();
        let mut by_lines = String::from_utf8(before.clone()).expect("UTF-8");
        let mark = if by_lines.starts_with('\u{feff}') {
            "\u{feff}"
        } else {
            ""
        };
        by_lines = by_lines[mark.len()..].to_owned();
        // From the last to the first, so that the places of the others stay.
        for replacement in replacements.iter().rev() {
            let region = &replacement["deletedRegion"];
            let new = replacement["insertedContent"]["text"].as_str().unwrap_or_default();
            let start = number(region, "byteOffset");
            by_bytes.splice(start..start + number(region, "byteLength"), new.bytes());
            let from = offset(&by_lines, number(region, "startLine"), number(region, "startColumn"));
            let to = offset(&by_lines, number(region, "endLine"), number(region, "endColumn"));
            by_lines.replace_range(from..to, new);
        }
        assert_eq!(
            String::from_utf8_lossy(&by_bytes),
            format!("{mark}{by_lines}"),
            "{fix:#}"
        );
        std::fs::write(path, by_bytes).expect("it can be written");
    }
}

/// The byte at a line and a column in characters, both counted from one.
fn offset(text: &str, line: usize, column: usize) -> usize {
    let start: usize = text.split_inclusive('\n').take(line - 1).map(str::len).sum();
    let rest = &text[start..];
    let before = rest.char_indices().nth(column - 1).map_or(rest.len(), |(at, _)| at);
    start + before
}

fn decoded(uri: &str) -> String {
    let mut bytes = Vec::new();
    let mut rest = uri.as_bytes();
    while let [first, others @ ..] = rest {
        rest = others;
        if *first == b'%' {
            let digits = std::str::from_utf8(&others[..2]).expect("digits");
            bytes.push(u8::from_str_radix(digits, 16).expect("digits"));
            rest = &others[2..];
        } else {
            bytes.push(*first);
        }
    }
    String::from_utf8(bytes).expect("UTF-8")
}

/// Commits every suggestion of a review as GitHub does: whole lines become others, with the line ends of the file.
pub fn accept(folder: &Path, review: &Value) {
    for comment in review["comments"].as_array().expect("comments").iter().rev() {
        let path = folder.join(comment["path"].as_str().expect("a path"));
        let text = std::fs::read_to_string(&path).expect("it can be read");
        let newline = if text.contains("\r\n") { "\r\n" } else { "\n" };
        let has_end = text.ends_with('\n');
        let mut lines: Vec<String> = text.lines().map(str::to_owned).collect();
        let body = comment["body"].as_str().expect("a body");
        let (_, block) = body.split_once("```suggestion\n").expect("a suggestion");
        let (new, _) = block.rsplit_once("```").expect("its end");
        let last = comment["line"].as_u64().expect("a line") as usize;
        let first = comment["start_line"].as_u64().map_or(last, |line| line as usize);
        assert!(comment["start_line"].is_null() || first < last, "{comment}");
        assert_eq!(comment["side"], "RIGHT");
        lines.splice(first - 1..last, new.lines().map(str::to_owned));
        let mut text = lines.join(newline);
        if has_end {
            text.push_str(newline);
        }
        std::fs::write(path, text).expect("it can be written");
    }
}
