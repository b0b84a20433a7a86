//! Putting items into a list that stands in the text, and taking some out: names of an import, strings of a list. It knows no meaning.
use std::collections::BTreeMap;
use std::ops::Range;

use super::edit::{Edit, runs};
use super::layout::{Source, is_blank};

/// Inserts `new` items (text and key) each before the first of `items` whose key is greater, else behind the last. `items`
/// are the ranges and keys of what is there, at least one; `close` is where the closing bracket stands, if there is one.
pub fn insert<K: Ord>(
    source: &Source<'_>,
    items: &[(Range<usize>, K)],
    close: Option<usize>,
    new: &[(String, K)],
) -> Vec<Edit> {
    let mut by_place: BTreeMap<usize, Vec<&str>> = BTreeMap::new();
    for (text, key) in new {
        let index = items.iter().position(|(_, other)| other > key).unwrap_or(items.len());
        by_place.entry(index).or_default().push(text);
    }
    let mut edits = Vec::new();
    for (index, texts) in by_place {
        let previous = index
            .checked_sub(1)
            .and_then(|index| items.get(index))
            .map(|(span, _)| span);
        let next = items.get(index).map(|(span, _)| span);
        match (previous, next) {
            (previous, Some(next)) if close.is_some() && begins_line(source, next) => {
                let place = previous.map_or(source.line_start(next.start), |previous| source.next_line(previous.end));
                edits.push(Edit::insert(place, own_lines(source, next, &texts, ",")));
            }
            (_, Some(next)) => edits.push(Edit::insert(next.start, format!("{}, ", texts.join(", ")))),
            (Some(last), None) => edits.extend(behind(source, last, close, &texts)),
            (None, None) => {}
        }
    }
    edits
}

fn behind(source: &Source<'_>, last: &Range<usize>, close: Option<usize>, texts: &[&str]) -> Vec<Edit> {
    let gap = close.map_or("", |close| &source.text[last.end..close]);
    let comma = gap.trim_start_matches([' ', '\t']).starts_with(',');
    let after_comma = last.end + gap.find(',').map_or(0, |at| at + 1);
    let is_vertical = close.is_some_and(|close| close > source.line_end(last.end)) && begins_line(source, last);
    match (is_vertical, comma) {
        (true, true) => vec![Edit::insert(
            source.next_line(last.end),
            own_lines(source, last, texts, ","),
        )],
        (true, false) => vec![
            Edit::insert(last.end, ","),
            Edit::insert(source.next_line(last.end), own_lines(source, last, texts, "")),
        ],
        (false, true) => vec![Edit::insert(after_comma, format!(" {},", texts.join(", ")))],
        (false, false) => vec![Edit::insert(last.end, format!(", {}", texts.join(", ")))],
    }
}

/// Takes items out of a list in brackets that keeps some: those with lines of their own with these, and what stands behind them there.
/// The last that is left keeps a comma where the list ended with one, and where it has to.
pub fn remove(
    source: &Source<'_>,
    items: &[Range<usize>],
    gone: &[bool],
    close: usize,
    keeps_comma: bool,
) -> Vec<Edit> {
    let edits = runs(gone).flat_map(|run| {
        let those = &items[run.clone()];
        let lines: Option<Vec<Edit>> = those.iter().map(|item| own_line(source, item, close)).collect();
        match (lines, items.get(run.end), run.start.checked_sub(1)) {
            (Some(lines), _, _) => lines,
            (None, Some(next), _) => vec![Edit::remove(those[0].start, next.start)],
            (None, None, Some(last)) => {
                let behind = items[run.end - 1].end;
                let had_comma = source.text[behind..close].contains(',');
                let comma = if keeps_comma && !had_comma { "," } else { "" };
                vec![Edit::replace(items[last].end, behind, comma)]
            }
            (None, None, None) => Vec::new(),
        }
    });
    edits.collect()
}

/// The removal of the line of an item that has one for itself.
fn own_line(source: &Source<'_>, item: &Range<usize>, close: usize) -> Option<Edit> {
    let end = source.line_end(item.end);
    let behind = source.text[item.end..end].trim_start_matches([' ', '\t']);
    let behind = behind
        .strip_prefix(',')
        .unwrap_or(behind)
        .trim_start_matches([' ', '\t']);
    let is_alone = begins_line(source, item) && close > end && (is_blank(behind) || behind.starts_with('#'));
    is_alone.then(|| Edit::remove(source.line_start(item.start), source.next_line(item.end)))
}

fn begins_line(source: &Source<'_>, item: &Range<usize>) -> bool {
    is_blank(&source.text[source.line_start(item.start)..item.start])
}

fn own_lines(source: &Source<'_>, like: &Range<usize>, texts: &[&str], last_comma: &str) -> String {
    let indent = &source.text[source.line_start(like.start)..like.start];
    let between = format!(",{}{indent}", source.newline);
    format!("{indent}{}{last_comma}{}", texts.join(&between), source.newline)
}

#[cfg(test)]
mod tests {
    use super::super::edit::apply;
    use super::*;

    /// Inserts `m` into the list `x = [...]`, whose items are single letters.
    fn with_m(text: &str) -> String {
        let source = Source::parse(text).unwrap();
        let open = text.find('[').unwrap();
        let items: Vec<(Range<usize>, char)> = text[open..]
            .char_indices()
            .filter(|(_, c)| c.is_alphabetic())
            .map(|(at, c)| (open + at..open + at + 1, c))
            .collect();
        apply(text, insert(&source, &items, text.find(']'), &[("m".to_owned(), 'm')]))
            .unwrap()
            .text
    }

    #[test]
    fn on_one_line() {
        assert_eq!(with_m("x = [a, z]"), "x = [a, m, z]");
        assert_eq!(with_m("x = [z]"), "x = [m, z]");
        assert_eq!(with_m("x = [a]"), "x = [a, m]");
        assert_eq!(with_m("x = [a,]"), "x = [a, m,]");
    }

    #[test]
    fn one_per_line() {
        assert_eq!(with_m("x = [\n    a,\n    z,\n]"), "x = [\n    a,\n    m,\n    z,\n]");
        assert_eq!(with_m("x = [\r\n  z,\r\n]"), "x = [\r\n  m,\r\n  z,\r\n]");
        assert_eq!(
            with_m("x = [\n  a,  # c1\n]".replace("c1", "1").as_str()),
            "x = [\n  a,  # 1\n  m,\n]"
        );
        assert_eq!(with_m("x = [\n  a  # 1\n]"), "x = [\n  a,  # 1\n  m\n]");
    }

    #[test]
    fn several_per_line() {
        assert_eq!(with_m("x = [\n  a, b,\n  y, z,\n]"), "x = [\n  a, b,\n  m,\n  y, z,\n]");
        assert_eq!(with_m("x = [a,\n     b]"), "x = [a,\n     b, m]");
    }
}
