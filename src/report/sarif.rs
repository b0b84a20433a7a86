//! SARIF 2.1.0, the form in which GitHub, Azure and many editors take the results of static analysis: with the text of each
//! code as a rule, and with fixes.
//!
//! Lines end at `\n`, `\r` or both; columns count characters (`unicodeCodePoints`), a byte order mark is none. Paths are
//! relative to the working directory (`%SRCROOT%`) where they lie below it.
use std::collections::BTreeSet;
use std::path::Path;

use serde_json::{Value, json};

use super::diff::replacements;
use super::identity::Fingerprints;
use super::items::{Item, Kind, items, page};
use super::places::Places;
use super::words::{counted, slashed};
use super::{Sources, repository};
use crate::syntax::Span;
use crate::verdict::{Changed, Fix, Fixes, Results};

/// The log of one run, indented, with a final newline. What stays is part of it where `show_blocked`, as notes.
pub fn render(results: &Results, fixes: &Fixes, sources: &Sources<'_>, show_blocked: bool) -> String {
    let items = items(results, show_blocked);
    let is_result = |item: &&Item<'_>| matches!(item.kind, Kind::Finding | Kind::Kept);
    let codes: BTreeSet<&str> = items.iter().filter(is_result).map(|item| item.code).collect();
    let codes: Vec<&str> = codes.into_iter().collect();
    let mut fingerprints = Fingerprints::default();
    let mut found = Vec::new();
    for item in items.iter().filter(is_result) {
        let path = slashed(item.path);
        let mut result = json!({
            "ruleId": item.code,
            "ruleIndex": codes.binary_search(&item.code).unwrap_or_default(),
            "level": if item.kind == Kind::Finding { "warning" } else { "note" },
            "message": { "text": sentence(&item.message()) },
            "locations": [location(item)],
            "partialFingerprints": { "import/v1": fingerprints.of(&[&path, item.code, item.import]) },
        });
        if let Some(related) = related(item, sources) {
            result["relatedLocations"] = json!([related]);
        }
        if let Some(fix) = item.finding.and_then(|finding| fixes.of(finding)) {
            result["fixes"] = json!([fix_object(item, fix)]);
        }
        found.push(result);
    }
    let problems = items.iter().filter(|item| !is_result(item));
    let mut log = json!({
        "$schema": "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json",
        "version": "2.1.0",
        "runs": [{
            "tool": { "driver": {
                "name": "dormant",
                "version": env!("CARGO_PKG_VERSION"),
                "semanticVersion": env!("CARGO_PKG_VERSION"),
                "rules": codes.iter().map(|code| rule(code)).collect::<Vec<_>>(),
            } },
            "invocations": [{
                "executionSuccessful": results.problems.iter().all(|problem| !problem.is_error),
                "toolExecutionNotifications": problems.map(notification).collect::<Vec<_>>(),
            }],
            "columnKind": "unicodeCodePoints",
            "results": found,
        }],
    });
    if let Some(url) = repository() {
        log["runs"][0]["tool"]["driver"]["informationUri"] = url.into();
    }
    format!("{log:#}\n")
}

/// A code with all that its page says.
fn rule(code: &str) -> Value {
    let name: String = code.split('-').map(capitalised).collect();
    let mut rule = json!({
        "id": code,
        "name": name,
        "defaultConfiguration": { "level": "warning" },
        "properties": { "tags": ["imports", "performance", "startup"], "precision": "very-high" },
    });
    if let Some((page, label)) = page(code) {
        let advice = format!("{label}: {}", page.labelled(label));
        let body = page.0.split_once('\n').map_or(page.0, |(_, body)| body.trim_start());
        rule["shortDescription"] = json!({ "text": page.summary() });
        rule["fullDescription"] = json!({ "text": format!("{} {advice}", page.summary()) });
        rule["help"] = json!({ "text": format!("{}\n\n{advice}", page.summary()), "markdown": body });
        if label == "What to do" {
            rule["defaultConfiguration"]["level"] = json!("note");
        }
    }
    rule
}

fn capitalised(word: &str) -> String {
    let mut letters = word.chars();
    let first = letters.next().map(|letter| letter.to_ascii_uppercase());
    first.into_iter().chain(letters).collect()
}

fn sentence(text: &str) -> String {
    format!("{}.", text.trim_end_matches('.'))
}

fn location(item: &Item<'_>) -> Value {
    let mut physical = json!({ "artifactLocation": artifact(item.path) });
    if let Some(start) = item.start {
        let mut region = json!({ "startLine": start.line });
        if let Some(end) = item.end.filter(|_| start.column > 0) {
            region["startColumn"] = json!(start.column);
            region["endLine"] = json!(end.line);
            region["endColumn"] = json!(end.column);
        }
        physical["region"] = region;
    }
    json!({ "physicalLocation": physical })
}

/// The place that keeps an import where it is.
fn related(item: &Item<'_>, sources: &Sources<'_>) -> Option<Value> {
    let (span, label) = item.cause?;
    let text = sources(item.path)?;
    text.get(span.range())?;
    Some(json!({
        "id": 1,
        "message": { "text": label },
        "physicalLocation": {
            "artifactLocation": artifact(item.path),
            "region": region(&Places::new(&text), *span),
        },
    }))
}

fn region(places: &Places<'_>, span: Span) -> Value {
    let (start, end) = (places.position(span.start), places.position(span.end));
    json!({
        "startLine": start.line,
        "startColumn": start.column,
        "endLine": end.line,
        "endColumn": end.column,
    })
}

fn fix_object(item: &Item<'_>, fix: &Fix) -> Value {
    let others = match fix.imports {
        0 | 1 => String::new(),
        count => format!(" (together with {})", counted(count - 1, "other import")),
    };
    json!({
        "description": { "text": sentence(&format!("{}{others}", item.remedy)) },
        // The format knows no file that goes.
        "artifactChanges": fix.changed.iter().filter(|changed| !changed.is_removed).map(change).collect::<Vec<_>>(),
    })
}

fn change(changed: &Changed) -> Value {
    let places = Places::new(&changed.before);
    let replaced = replacements(&changed.before, &changed.after).into_iter().map(|one| {
        let mut deleted = region(&places, one.span);
        if changed.bytes.is_utf8 {
            deleted["byteOffset"] = json!(one.span.start + changed.bytes.before);
            deleted["byteLength"] = json!(one.span.end - one.span.start);
        }
        let mut replacement = json!({ "deletedRegion": deleted });
        if !one.text.is_empty() {
            replacement["insertedContent"] = json!({ "text": one.text });
        }
        replacement
    });
    json!({
        "artifactLocation": artifact(&changed.path),
        "replacements": replaced.collect::<Vec<_>>(),
    })
}

fn notification(item: &Item<'_>) -> Value {
    json!({
        "level": if item.kind == Kind::Error { "error" } else { "warning" },
        "message": { "text": sentence(&item.title) },
        "locations": [location(item)],
    })
}

/// Where a file is: as a URI, relative to the working directory where it lies below it.
fn artifact(path: &Path) -> Value {
    let slashed = slashed(path);
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~/".contains(&byte);
    let uri: String = slashed
        .bytes()
        .map(|byte| match is_plain(byte) {
            true => char::from(byte).to_string(),
            false => format!("%{byte:02X}"),
        })
        .collect();
    match path.is_absolute() {
        true => json!({ "uri": format!("file:///{}", uri.trim_start_matches('/')) }),
        false => json!({ "uri": uri, "uriBaseId": "%SRCROOT%" }),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::{TEXT, changed, moved, results, sources};
    use super::*;
    use crate::verdict::Bytes;
    use std::sync::Arc;

    fn log(results: &Results, fixes: &Fixes) -> Value {
        serde_json::from_str(&render(results, fixes, &sources(TEXT), true)).unwrap()
    }

    #[test]
    fn results_and_rules_belong_together() {
        let log = log(&results(), &Fixes::default());
        let run = &log["runs"][0];
        let rules = run["tool"]["driver"]["rules"].as_array().unwrap();
        let found = run["results"].as_array().unwrap();
        for result in found {
            let index = result["ruleIndex"].as_u64().unwrap() as usize;
            assert_eq!(rules[index]["id"], result["ruleId"]);
        }
        assert_eq!(found.len(), 2);
        insta::assert_snapshot!(found[1]["message"]["text"].as_str().unwrap(), @"`connect` is imported at module level but only functions use it (dockyard is heavy: about 104 ms); fix: moves it into `names` and `total_size`.");
        let region = &found[0]["relatedLocations"][0]["physicalLocation"]["region"];
        assert_eq!((&region["startLine"], &region["startColumn"]), (&json!(5), &json!(13)));
        assert_eq!(run["invocations"][0]["executionSuccessful"], json!(false));
        let help = rules.iter().find(|rule| rule["id"] == "function-local").unwrap();
        assert!(
            help["help"]["markdown"].as_str().unwrap().contains("```python"),
            "{help}"
        );
        assert_eq!(help["name"], "FunctionLocal");
    }

    #[test]
    fn a_fix_names_what_it_deletes_in_lines_and_bytes() {
        let results = results();
        let changed = Changed {
            bytes: Bytes {
                before: 3,
                is_utf8: true,
            },
            ..changed("app/images.py", TEXT, &moved())
        };
        let mut fixes = Fixes::default();
        let fix = Fix {
            changed: vec![changed],
            imports: 1,
        };
        fixes.insert(&results.findings[0], Arc::new(fix));
        let log = log(&results, &fixes);
        let fix = &log["runs"][0]["results"][1]["fixes"][0];
        insta::assert_snapshot!(format!("{:#}", fix["artifactChanges"]), @r#"
        [
          {
            "artifactLocation": {
              "uri": "app/images.py",
              "uriBaseId": "%SRCROOT%"
            },
            "replacements": [
              {
                "deletedRegion": {
                  "byteLength": 41,
                  "byteOffset": 28,
                  "endColumn": 1,
                  "endLine": 4,
                  "startColumn": 1,
                  "startLine": 3
                }
              },
              {
                "deletedRegion": {
                  "byteLength": 0,
                  "byteOffset": 121,
                  "endColumn": 1,
                  "endLine": 9,
                  "startColumn": 1,
                  "startLine": 9
                },
                "insertedContent": {
                  "text": "    from dockyard import from_env as connect\n\n"
                }
              }
            ]
          }
        ]
        "#);
    }

    #[test]
    fn odd_paths_are_uris() {
        let uri = |path: &str| artifact(Path::new(path))["uri"].as_str().unwrap().to_owned();
        assert_eq!(uri("a b/ä#?.py"), "a%20b/%C3%A4%23%3F.py");
        assert_eq!(uri("c:x.py"), "c%3Ax.py");
        if cfg!(unix) {
            assert_eq!(uri("/tmp/a.py"), "file:///tmp/a.py");
        }
    }
}
