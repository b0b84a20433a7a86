//! Reading what `python -X importtime` prints.
use std::collections::BTreeMap;

use super::model::ImportTime;

/// The modules of several runs of the same command, each with the least of its times; under load, a single run can be off by
/// half. Longest own time first.
pub(super) fn least(runs: &[String]) -> Vec<ImportTime> {
    let mut modules: BTreeMap<String, ImportTime> = BTreeMap::new();
    for found in runs.iter().flat_map(|run| read(run)) {
        modules
            .entry(found.module.clone())
            .and_modify(|known| {
                known.self_ms = known.self_ms.min(found.self_ms);
                known.cumulative_ms = known.cumulative_ms.min(found.cumulative_ms);
            })
            .or_insert(found);
    }
    let mut modules: Vec<ImportTime> = modules.into_values().collect();
    modules.sort_by(|left, right| {
        right
            .self_ms
            .total_cmp(&left.self_ms)
            .then_with(|| left.module.cmp(&right.module))
    });
    modules
}

/// The lines `import time: SELF | CUMULATIVE | NAME`, in microseconds; others, such as what the program prints, are skipped.
fn read(stderr: &str) -> impl Iterator<Item = ImportTime> {
    stderr.lines().filter_map(|line| {
        let mut columns = line.strip_prefix("import time:")?.split('|');
        let mut microseconds = || columns.next()?.trim().parse::<f64>().ok();
        let (self_ms, cumulative_ms) = (microseconds()? / 1000.0, microseconds()? / 1000.0);
        Some(ImportTime {
            module: columns.next()?.trim().to_owned(),
            self_ms,
            cumulative_ms,
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_least_of_each_module_counts() {
        let first = "import time: self [us] | cumulative | imported package\nimport time:       300 |        300 |   b\nimport time:       100 |        400 | a\nhello\n";
        let second = "import time:       200 |        900 |   b\nimport time: broken | 1 | c\n";
        let found = least(&[first.into(), second.into()]);
        let shown: Vec<_> = found
            .iter()
            .map(|module| (module.module.as_str(), module.self_ms, module.cumulative_ms))
            .collect();
        assert_eq!(shown, [("b", 0.2, 0.3), ("a", 0.1, 0.4)]);
    }
}
