//! Before and after as one page: two columns, or one below the other where the window is narrow, in light and dark. Nothing is
//! loaded from elsewhere, and it has no script.
use similar::{ChangeTag, DiffOp, group_diff_ops};

use super::super::theme::{BASE, SWITCH};
use super::super::words::{self, code, counted, imported_name, reason, shown, slashed, with_code};
use super::emphasis::emphasised;
use super::{CONTEXT, counts, lines};
use crate::syntax::difference;
use crate::verdict::{Changed, Results};

const STYLE: &str = include_str!("page.css");

/// The page; it says so where nothing changes.
pub fn page(changed: &[Changed], results: &Results) -> String {
    let mut total = super::Counts::default();
    for file in changed {
        total += counts(&file.before, &file.after);
    }
    let lead = match changed {
        [] => "Nothing would change.".to_owned(),
        files => format!(
            "{} in {}: <span class=\"add\">+{}</span> <span class=\"del\">&minus;{}</span> lines",
            counted(results.findings.len(), "deferred import"),
            counted(files.len(), "file"),
            total.added,
            total.removed
        ),
    };
    let mut body = format!("<h1>What <code>dormant fix</code> would change</h1>\n<p class=\"lead\">{lead}</p>\n");
    if changed.len() > 1 {
        body += "<nav><ol>\n";
        for (number, file) in changed.iter().enumerate() {
            let counts = counts(&file.before, &file.after);
            body += &format!(
                "<li><a href=\"#f{number}\">{}</a> <span class=\"add\">+{}</span> <span class=\"del\">&minus;{}</span></li>\n",
                escaped(&slashed(&file.path)),
                counts.added,
                counts.removed
            );
        }
        body += "</ol></nav>\n";
    }
    for (number, file) in changed.iter().enumerate() {
        body += &section(number, file, results);
    }
    format!(
        "<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n\
         <meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
         <title>dormant fix: {}</title>\n<style>\n{BASE}{STYLE}</style>\n</head>\n<body>\n{SWITCH}<main>\n{body}</main>\n</body>\n</html>\n",
        counted(changed.len(), "file")
    )
}

fn section(number: usize, file: &Changed, results: &Results) -> String {
    let note = match (file.is_new, file.is_removed) {
        (true, _) => " <small>new file</small>",
        (_, true) => " <small>removed file</small>",
        _ => "",
    };
    let mut text = format!(
        "<section id=\"f{number}\">\n<h2>{}{note}</h2>\n",
        escaped(&slashed(&file.path))
    );
    let own = results.findings.iter().filter(|finding| finding.path == file.path);
    let told: Vec<String> = own
        .map(|finding| {
            let title = words::title(&[imported_name(&finding.import)], finding);
            format!(
                "<li><b>{}</b> {} <span class=\"dim\">{}</span></li>\n",
                code(finding),
                with_code(&title),
                escaped(&reason(&finding.why))
            )
        })
        .collect();
    if !told.is_empty() {
        text += &format!("<ul>\n{}</ul>\n", told.concat());
    }
    text += &table(&file.before, &file.after);
    text += "</section>\n";
    text
}

fn table(before: &str, after: &str) -> String {
    let (old, new) = (lines(before), lines(after));
    let mut text = String::from("<div class=\"diff\" role=\"table\">\n");
    for (number, hunk) in group_diff_ops(difference(&old, &new), CONTEXT).iter().enumerate() {
        if number > 0 {
            text += "<div class=\"gap\" role=\"row\">&#8942;</div>\n";
        }
        for op in hunk {
            rows(&mut text, op, &old, &new);
        }
    }
    text + "</div>\n"
}

/// The rows of one operation; of a replacement the first lines stand next to each other, and so on.
fn rows(text: &mut String, op: &DiffOp, old: &[&str], new: &[&str]) {
    if matches!(op, DiffOp::Equal { .. }) {
        for (left, right) in op.old_range().zip(op.new_range()) {
            let line = escaped(without_end(old[left]));
            row(text, "same", Some((left, &line)), Some((right, &line)));
        }
        return;
    }
    let (mut left, mut right) = (Vec::new(), Vec::new());
    for line in emphasised(op, old, new) {
        let shown: String = line
            .parts
            .iter()
            .map(
                |(is_emphasised, part)| match (is_emphasised, escaped(without_end(part))) {
                    (true, part) if !part.is_empty() => format!("<mark>{part}</mark>"),
                    (_, part) => part,
                },
            )
            .collect();
        match line.tag {
            ChangeTag::Delete => left.push((line.index, shown)),
            ChangeTag::Insert => right.push((line.index, shown)),
            ChangeTag::Equal => {}
        }
    }
    text.push_str("<div class=\"change\" role=\"rowgroup\">\n");
    for number in 0..left.len().max(right.len()) {
        let side = |side: &Vec<(usize, String)>| side.get(number).map(|(at, line)| (*at, line.clone()));
        let (left, right) = (side(&left), side(&right));
        row(
            text,
            "changed",
            left.as_ref().map(|(at, line)| (*at, line.as_str())),
            right.as_ref().map(|(at, line)| (*at, line.as_str())),
        );
    }
    text.push_str("</div>\n");
}

fn row(text: &mut String, kind: &str, left: Option<(usize, &str)>, right: Option<(usize, &str)>) {
    let cell = |side: Option<(usize, &str)>, class: &str, sign: &str| match side {
        Some((at, line)) => format!(
            "<div class=\"{class}\" role=\"cell\"><span class=\"n\">{}</span><span class=\"s\">{sign}</span><code>{line}</code></div>",
            at + 1
        ),
        None => format!("<div class=\"{class} none\" role=\"cell\"></div>"),
    };
    let (minus, plus) = match kind {
        "same" => ("", ""),
        _ => ("&minus;", "+"),
    };
    *text += &format!(
        "<div class=\"row {kind}\" role=\"row\">{}{}</div>\n",
        cell(left, "old", minus),
        cell(right, "new", plus)
    );
}

fn without_end(line: &str) -> &str {
    let line = line.strip_suffix('\n').unwrap_or(line);
    line.strip_suffix('\r').unwrap_or(line)
}

/// Text for HTML, tabs as they are and other control characters as pictures.
fn escaped(text: &str) -> String {
    let parts = text.split('\t').map(|part| words::escaped(&shown(part)));
    parts.collect::<Vec<_>>().join("\t")
}

#[cfg(test)]
mod tests {
    use super::super::super::testing::{TEXT, changed, results};
    use super::*;

    #[test]
    fn rows_and_reasons() {
        let after = TEXT.replace("import framely\n", "import framely as f\n");
        let page = page(&[changed("app/images.py", TEXT, &after)], &results());
        let (_, body) = page.split_once("<main>").unwrap();
        insta::assert_snapshot!(body, @r#"
        <h1>What <code>dormant fix</code> would change</h1>
        <p class="lead">1 deferred import in 1 file: <span class="add">+1</span> <span class="del">&minus;1</span> lines</p>
        <section id="f0">
        <h2>app/images.py</h2>
        <ul>
        <li><b>function-local</b> <code>connect</code> is imported at module level but only functions use it <span class="dim">dockyard is heavy: about 104 ms</span></li>
        </ul>
        <div class="diff" role="table">
        <div class="row same" role="row"><div class="old" role="cell"><span class="n">1</span><span class="s"></span><code>import os</code></div><div class="new" role="cell"><span class="n">1</span><span class="s"></span><code>import os</code></div></div>
        <div class="change" role="rowgroup">
        <div class="row changed" role="row"><div class="old" role="cell"><span class="n">2</span><span class="s">&minus;</span><code>import framely</code></div><div class="new" role="cell"><span class="n">2</span><span class="s">+</span><code>import framely<mark> as f</mark></code></div></div>
        </div>
        <div class="row same" role="row"><div class="old" role="cell"><span class="n">3</span><span class="s"></span><code>from dockyard import from_env as connect</code></div><div class="new" role="cell"><span class="n">3</span><span class="s"></span><code>from dockyard import from_env as connect</code></div></div>
        <div class="row same" role="row"><div class="old" role="cell"><span class="n">4</span><span class="s"></span><code></code></div><div class="new" role="cell"><span class="n">4</span><span class="s"></span><code></code></div></div>
        <div class="row same" role="row"><div class="old" role="cell"><span class="n">5</span><span class="s"></span><code>class Order(framely.Model):</code></div><div class="new" role="cell"><span class="n">5</span><span class="s"></span><code>class Order(framely.Model):</code></div></div>
        </div>
        </section>
        </main>
        </body>
        </html>
        "#);
    }

    #[test]
    fn everything_is_escaped_and_nothing_loaded() {
        let files = [
            changed("a<b>.py", "x = '<script>'\n", "x = \"<b>&\"\n\ty\u{1b}\n"),
            changed("new.py", "", "import a\n"),
        ];
        let page = page(&files, &Results::default());
        assert!(!page.contains("<script") && !page.contains("<b>&") && !page.contains('\u{1b}'));
        assert!(page.contains("a&lt;b&gt;.py") && page.contains("new file") && page.contains("href=\"#f1\""));
        assert!(!page.contains("http") && !page.contains("url("));
        assert!(page.contains(SWITCH));
        assert!(super::page(&[], &Results::default()).contains("Nothing would change."));
    }
}
