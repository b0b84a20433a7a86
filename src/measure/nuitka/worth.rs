//! What the builds into these caches say about the worth of each layer.
use super::super::worth::{Amount, Kind, Layer, Seen, Worth};
use super::history::Record;

/// The kinds that are told; how many per cent they are to be expected to save, by the builds in docs/build.md; and how many others
/// have published: caches warm, a small change, only code changed.
const TOLD: [(Kind, Option<f64>, Option<f64>); 5] = [
    (Kind::Cold, None, None),
    (Kind::Unchanged, Some(90.0), Some(60.0)),
    (Kind::OneFile, Some(90.0), Some(85.0)),
    (Kind::Sources, Some(84.0), Some(90.0)),
    (Kind::Restored, Some(90.0), None),
];

/// Which part of what it took to fill it a layer saves later, where it was not seen here; of the builds in docs/build.md.
const EXPECTED: [(Layer, f64); 2] = [(Layer::Nuitka, 0.85), (Layer::Ccache, 0.95)];

/// Each kind of build of a program, as it was seen last.
pub(super) fn seen(all: &[Record], entry: &str) -> Vec<Seen> {
    let cold = last(all, entry, Kind::Cold).map(|record| record.cpu_s);
    let of = |(kind, expected, published_percent): (Kind, Option<f64>, Option<f64>)| {
        let record = last(all, entry, kind);
        let cpu_s = record.map(|record| record.cpu_s);
        let saved = |(cold, now): (f64, f64)| (1.0 - now / cold) * 100.0;
        let saved_percent = cold.filter(|_| kind != Kind::Cold).zip(cpu_s).map(saved);
        Seen {
            kind,
            cpu_s,
            wall_s: record.map(|record| record.wall_s),
            hits: record
                .and_then(|record| record.c_cache)
                .map(|(hits, misses)| (hits, hits + misses)),
            saved_percent: saved_percent.or(expected),
            is_expected: saved_percent.is_none() && expected.is_some(),
            published_percent,
        }
    };
    TOLD.into_iter().map(of).collect()
}

/// What each layer costs and saves.
pub(super) fn layers(all: &[Record], entry: &str) -> Vec<Worth> {
    Layer::ALL
        .into_iter()
        .map(|layer| layer_of(all, entry, layer))
        .collect()
}

fn layer_of(all: &[Record], entry: &str, layer: Layer) -> Worth {
    let nothing = Worth {
        layer,
        fill: Amount::default(),
        unchanged: Amount::default(),
        one_file: Amount::default(),
        restored: Amount::default(),
        note: None,
    };
    let stage: fn(&Record) -> Option<f64> = match layer {
        Layer::Nuitka => |record| record.analysis_s,
        Layer::Ccache => |record| record.compiling_s,
        Layer::Wheels => {
            return Worth {
                note: Some("filled by uv and pip, outside a build".to_owned()),
                ..nothing
            };
        }
        Layer::Precompiled => {
            let filled = all.iter().rev().find_map(|record| record.beforehand_s);
            return Worth {
                fill: Amount {
                    cpu_s: filled,
                    is_expected: false,
                },
                note: Some("pays only with --dependencies c: bytecode takes nothing to compile".to_owned()),
                ..nothing
            };
        }
    };
    let used = |record: &&Record| record.layers.contains(&layer);
    let cold = last(all, entry, Kind::Cold).filter(used).and_then(stage);
    let Some(cold) = cold else {
        return Worth {
            note: Some("no cold build was seen: what it costs and saves is known after one".to_owned()),
            ..nothing
        };
    };
    let share = EXPECTED
        .into_iter()
        .find(|(other, _)| *other == layer)
        .map(|(_, share)| share);
    let saves = |kind: Kind| match last(all, entry, kind).filter(used).and_then(stage) {
        Some(now) => Amount {
            cpu_s: Some((cold - now).max(0.0)),
            is_expected: false,
        },
        None => Amount {
            cpu_s: share.map(|share| cold * share),
            is_expected: true,
        },
    };
    Worth {
        fill: Amount {
            cpu_s: Some(cold),
            is_expected: false,
        },
        unchanged: saves(Kind::Unchanged),
        one_file: saves(Kind::OneFile),
        restored: saves(Kind::Restored),
        ..nothing
    }
}

fn last<'a>(all: &'a [Record], entry: &str, kind: Kind) -> Option<&'a Record> {
    all.iter()
        .rev()
        .find(|record| record.entry == entry && record.kind == kind)
}

#[cfg(test)]
mod tests {
    use super::super::history::tests::record;
    use super::*;

    #[test]
    fn what_was_seen_is_held_against_a_cold_build() {
        let all = [
            record(Kind::Cold, 100.0),
            record(Kind::Unchanged, 30.0),
            record(Kind::Unchanged, 10.0),
        ];
        let seen = seen(&all, "app");
        let of = |kind: Kind| seen.iter().find(|seen| seen.kind == kind).unwrap();
        assert_eq!(of(Kind::Cold).saved_percent, None);
        assert_eq!(of(Kind::Unchanged).saved_percent, Some(90.0));
        assert_eq!(of(Kind::Unchanged).published_percent, Some(60.0));
        assert!(!of(Kind::Unchanged).is_expected && of(Kind::OneFile).is_expected);
        assert_eq!(of(Kind::OneFile).cpu_s, None);
        assert_eq!(of(Kind::Cold).hits, Some((0, 9)));
    }

    #[test]
    fn what_was_not_seen_is_expected_and_says_so() {
        let all = [record(Kind::Cold, 100.0), record(Kind::Unchanged, 10.0)];
        let layers = layers(&all, "app");
        let of = |layer: Layer| layers.iter().find(|worth| worth.layer == layer).unwrap();
        let ccache = of(Layer::Ccache);
        assert_eq!(ccache.fill.cpu_s, Some(30.0));
        assert_eq!(
            (ccache.unchanged.cpu_s, ccache.unchanged.is_expected),
            (Some(27.0), false)
        );
        assert_eq!((ccache.one_file.cpu_s, ccache.one_file.is_expected), (Some(28.5), true));
        assert_eq!(of(Layer::Nuitka).unchanged.cpu_s, Some(54.0));
        assert!(of(Layer::Wheels).note.is_some() && of(Layer::Precompiled).fill.cpu_s.is_none());
    }

    #[test]
    fn without_a_cold_build_nothing_is_made_up() {
        let layers = layers(&[record(Kind::Unchanged, 10.0)], "app");
        assert!(
            layers
                .iter()
                .all(|worth| worth.unchanged.cpu_s.is_none() && worth.note.is_some())
        );
        // Of another program nothing is said either.
        assert!(
            super::layers(&[record(Kind::Cold, 10.0)], "other")[1]
                .fill
                .cpu_s
                .is_none()
        );
    }
}
