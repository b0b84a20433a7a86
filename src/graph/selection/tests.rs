use super::*;
use proptest::prelude::*;

fn arc(from: usize, to: usize, price: Option<u32>) -> Arc {
    Arc { from, to, price }
}

fn corners(curve: &[Point]) -> Vec<(u64, u64)> {
    curve.iter().map(|point| (point.price, point.weight)).collect()
}

#[test]
fn a_module_that_two_share_goes_only_with_both() {
    // The root loads 1 and 2, and both load 3, which is heavy.
    let arcs = vec![arc(0, 1, None), arc(0, 2, None), arc(1, 3, Some(1)), arc(2, 3, Some(1))];
    let curve = Selection::new(vec![1, 1, 1, 50], 0, arcs).curve();
    assert_eq!(corners(&curve), [(0, 53), (2, 3)]);
    assert_eq!(curve[1].loaded, [true, true, true, false]);
}

#[test]
fn a_cut_nearer_to_the_root_takes_the_place_of_two() {
    let arcs = vec![arc(0, 1, Some(1)), arc(1, 2, Some(1)), arc(1, 3, Some(1))];
    let curve = Selection::new(vec![0, 1, 20, 30], 0, arcs).curve();
    assert_eq!(corners(&curve), [(0, 51), (1, 0)]);
}

#[test]
fn nothing_to_cut_is_one_point() {
    let curve = Selection::new(vec![1, 2], 0, vec![arc(0, 1, None)]).curve();
    assert_eq!(corners(&curve), [(0, 3)]);
}

/// The corners of the lower hull over all sets of cuts.
fn brute_force(selection: &Selection) -> Vec<(u64, u64)> {
    let priced: Vec<Arc> = selection
        .arcs
        .iter()
        .copied()
        .filter(|arc| arc.price.is_some())
        .collect();
    let mut best: std::collections::BTreeMap<u64, u64> = std::collections::BTreeMap::new();
    for chosen in 0u32..1 << priced.len() {
        let cut: Vec<Arc> = (0..priced.len())
            .filter(|at| chosen & (1 << at) != 0)
            .map(|at| priced[at])
            .collect();
        let loaded = selection.reached(|arc| cut.contains(arc));
        let price = cut.iter().filter_map(|arc| arc.price).map(u64::from).sum();
        let weight = (0..loaded.len())
            .filter(|&node| loaded[node])
            .map(|node| selection.weights[node])
            .sum();
        let entry = best.entry(price).or_insert(u64::MAX);
        *entry = (*entry).min(weight);
    }
    let mut hull: Vec<(u64, u64)> = Vec::new();
    for (price, weight) in best {
        if hull.last().is_some_and(|last| weight >= last.1) {
            continue;
        }
        // Drop what lies on or above the line from the corner before it to this one.
        while let [.., (p0, w0), (p1, w1)] = hull[..]
            && (w0 - w1) * (price - p0) <= (w0 - weight) * (p1 - p0)
        {
            hull.pop();
        }
        hull.push((price, weight));
    }
    hull
}

prop_compose! {
    fn small_selection()(
        weights in prop::collection::vec(0u64..9, 7),
        // No two arcs between the same nodes: brute force tells arcs apart by their ends.
        arcs in prop::collection::btree_map((0usize..7, 0usize..7), prop::option::weighted(0.7, 1u32..3), 0..11),
    ) -> Selection {
        let arcs = arcs.into_iter().map(|((from, to), price)| Arc { from, to, price }).collect();
        Selection::new(weights, 0, arcs)
    }
}

proptest! {
    #[test]
    fn the_curve_has_the_corners_of_all_sets_of_cuts(selection in small_selection()) {
        let curve = selection.curve();
        prop_assert_eq!(corners(&curve), brute_force(&selection));
        for step in curve.windows(2) {
            let within = step[1].loaded.iter().zip(&step[0].loaded).all(|(after, before)| !after || *before);
            prop_assert!(within, "loaded sides lie within each other");
        }
        for point in &curve {
            let cut = |arc: &Arc| point.loaded[arc.from] && !point.loaded[arc.to];
            prop_assert!(!selection.arcs.iter().any(|arc| cut(arc) && arc.price.is_none()), "only what can be cut is cut");
            prop_assert_eq!(&selection.reached(cut), &point.loaded);
        }
    }
}
