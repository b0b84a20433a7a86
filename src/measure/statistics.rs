//! Medians with bootstrap confidence intervals, and what two of them say about each other.
//!
//! Start-up times are skewed (a run can only be disturbed upward), so medians are compared, not means. The interval is the
//! percentile bootstrap (Efron, 1979): the middle 95 % of the medians of samples drawn with replacement. The generator is
//! seeded: the same runs give the same interval.
use super::model::{Estimate, Verdict};

const RESAMPLES: usize = 2000;
const SEED: u64 = 0x0d0e_4a27;

/// The median and its interval; `None` of no values.
pub(super) fn estimate(values: &[f64]) -> Option<Estimate> {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let minimum = *sorted.first()?;
    let mut random = fastrand::Rng::with_seed(SEED);
    let mut medians: Vec<f64> = (0..RESAMPLES)
        .map(|_| {
            let mut drawn: Vec<f64> = (0..sorted.len())
                .map(|_| sorted[random.usize(..sorted.len())])
                .collect();
            drawn.sort_by(f64::total_cmp);
            median_of_sorted(&drawn)
        })
        .collect();
    medians.sort_by(f64::total_cmp);
    Some(Estimate {
        median: rounded(median_of_sorted(&sorted)),
        low: rounded(medians[RESAMPLES * 25 / 1000]),
        high: rounded(medians[RESAMPLES * 975 / 1000 - 1]),
        minimum,
    })
}

/// To microseconds: the mean of two of them has no more to say.
fn rounded(ms: f64) -> f64 {
    (ms * 1000.0).round() / 1000.0
}

/// The median; 0 of no values.
pub(super) fn median(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    rounded(median_of_sorted(&sorted))
}

fn median_of_sorted(sorted: &[f64]) -> f64 {
    let middle = sorted.len() / 2;
    match sorted.len() {
        0 => 0.0,
        odd if odd % 2 == 1 => sorted[middle],
        _ => (sorted[middle - 1] + sorted[middle]) / 2.0,
    }
}

/// What the intervals say.
pub(super) fn verdict(before: Estimate, after: Estimate) -> Verdict {
    if after.high < before.low {
        Verdict::Faster
    } else if after.low > before.high {
        Verdict::Slower
    } else {
        Verdict::Unclear
    }
}

/// The middle half of the values in relation to their median: how much runs of the same thing differ.
pub(super) fn spread(values: &[f64]) -> f64 {
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let middle = median_of_sorted(&sorted);
    match sorted.len() {
        0..4 => 0.0,
        _ if middle <= 0.0 => 0.0,
        count => (sorted[count * 3 / 4] - sorted[count / 4]) / middle,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn medians_stand_in_the_middle() {
        assert_eq!(median(&[]), 0.0);
        assert_eq!(median(&[3.0, 1.0, 2.0]), 2.0);
        assert_eq!(median(&[4.0, 1.0, 2.0, 3.0]), 2.5);
        assert_eq!(estimate(&[]), None);
    }

    #[test]
    fn the_interval_holds_the_median_and_is_the_same_each_time() {
        let values: Vec<f64> = (0..21).map(|index| 100.0 + f64::from(index % 7)).collect();
        let found = estimate(&values).unwrap();
        assert!(found.low <= found.median && found.median <= found.high && found.minimum == 100.0);
        assert!(found.low >= 101.0 && found.high <= 105.0, "{found:?}");
        assert_eq!(estimate(&values), Some(found));
        let one = estimate(&[5.0]).unwrap();
        assert_eq!((one.low, one.median, one.high), (5.0, 5.0, 5.0));
    }

    #[test]
    fn one_disturbed_run_moves_nothing() {
        let mut values = vec![50.0; 11];
        values.push(900.0);
        let found = estimate(&values).unwrap();
        assert_eq!((found.median, found.low, found.high), (50.0, 50.0, 50.0));
    }

    #[test]
    fn a_verdict_needs_intervals_that_lie_apart() {
        let around = |middle: f64| {
            let values: Vec<f64> = (0..15).map(|index| middle + f64::from(index)).collect();
            estimate(&values).unwrap()
        };
        assert_eq!(verdict(around(100.0), around(50.0)), Verdict::Faster);
        assert_eq!(verdict(around(50.0), around(100.0)), Verdict::Slower);
        assert_eq!(verdict(around(50.0), around(52.0)), Verdict::Unclear);
    }

    #[test]
    fn the_spread_is_relative() {
        assert_eq!(spread(&[10.0; 8]), 0.0);
        assert!(spread(&[5.0, 5.0, 10.0, 10.0, 10.0, 10.0, 20.0, 20.0]) > 0.9);
        assert_eq!(spread(&[1.0, 9.0]), 0.0);
    }

    /// The interval is right about as often as it says: medians of draws from a known distribution.
    #[test]
    fn intervals_cover_the_truth_as_often_as_they_claim() {
        let mut random = fastrand::Rng::with_seed(7);
        let covered = (0..200)
            .filter(|_| {
                let values: Vec<f64> = (0..21).map(|_| random.f64()).collect();
                let found = estimate(&values).unwrap();
                found.low <= 0.5 && 0.5 <= found.high
            })
            .count();
        assert!((180..=200).contains(&covered), "{covered} of 200");
    }
}
