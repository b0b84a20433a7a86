//! How many imports there are of each code: findings by their leading strategy, imports that stay by their reason.
use std::collections::BTreeMap;

use anstyle::AnsiColor;

use super::Style;
use super::words::code;
use crate::verdict::Results;

/// A table with one line for each code, the most frequent first, findings before what stays; empty when there is nothing.
pub fn render(results: &Results, style: Style) -> String {
    let findings = counts(results.findings.iter().map(code));
    let blocked = counts(results.blocked.iter().map(|blocked| blocked.first.code));
    let most = findings
        .iter()
        .chain(&blocked)
        .map(|(_, count)| *count)
        .max()
        .unwrap_or(0);
    let width = most.to_string().len();
    let line = |count: usize, color: AnsiColor, name: &str| {
        format!("{count:>width$}  {}\n", style.paint(color.on_default().bold(), name))
    };
    let findings = findings
        .iter()
        .map(|(code, count)| line(*count, AnsiColor::Yellow, code));
    let blocked = blocked
        .iter()
        .map(|(code, count)| line(*count, AnsiColor::Blue, &format!("kept[{code}]")));
    findings.chain(blocked).collect()
}

/// The codes with their numbers, the most frequent first, then by name.
fn counts(codes: impl Iterator<Item = &'static str>) -> Vec<(&'static str, usize)> {
    let mut counts = BTreeMap::new();
    for code in codes {
        *counts.entry(code).or_insert(0usize) += 1;
    }
    let mut counts: Vec<_> = counts.into_iter().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

#[cfg(test)]
mod tests {
    use super::super::testing::{results, visible};
    use super::*;
    use crate::verdict::Strategy;

    #[test]
    fn the_most_frequent_first() {
        let mut found = results();
        let mut other = found.findings[0].clone();
        other.strategies = vec![Strategy::ModuleGetattr, Strategy::TypeChecking];
        found.findings.extend(std::iter::repeat_n(other, 11));
        insta::assert_snapshot!(render(&found, Style::PLAIN), @"
        11  module-getattr
         1  function-local
         1  kept[base-class]
        ");
        insta::assert_snapshot!(visible(&render(&results(), Style { color: true, width: 80 })), @"
        1  ␛[1m␛[33mfunction-local␛[0m
        1  ␛[1m␛[34mkept[base-class]␛[0m
        ");
        assert_eq!(render(&Results::default(), Style::PLAIN), "");
    }
}
