//! The smallest set of things that still shows a failure, by trying subsets: the minimising delta debugging of Zeller and
//! Hildebrandt ("Simplifying and Isolating Failure-Inducing Input", 2002). Pure: what trying means is the caller's affair.

/// A subset of `items` that fails, and from which no single item can be taken away without it failing no more. `fails` is
/// asked about subsets in the order of `items`; that all of them fail is taken for granted.
///
/// # Errors
/// The first error of `fails`.
pub(super) fn minimise<T: Copy + PartialEq, E>(
    items: &[T],
    fails: &mut dyn FnMut(&[T]) -> Result<bool, E>,
) -> Result<Vec<T>, E> {
    let mut current = items.to_vec();
    let mut parts = 2;
    while current.len() > 1 {
        let size = current.len().div_ceil(parts);
        let chunks: Vec<Vec<T>> = current.chunks(size).map(<[T]>::to_vec).collect();
        let mut found = None;
        for chunk in &chunks {
            if fails(chunk)? {
                found = Some((chunk.clone(), 2));
                break;
            }
        }
        if found.is_none() && chunks.len() > 2 {
            for chunk in &chunks {
                let rest: Vec<T> = current.iter().copied().filter(|item| !chunk.contains(item)).collect();
                if fails(&rest)? {
                    found = Some((rest, (parts - 1).max(2)));
                    break;
                }
            }
        }
        match found {
            Some((smaller, next)) => (current, parts) = (smaller, next),
            None if size == 1 => break,
            None => parts = (parts * 2).min(current.len()),
        }
    }
    Ok(current)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn smallest(items: u32, culprits: &[u32]) -> (Vec<u32>, usize) {
        let all: Vec<u32> = (0..items).collect();
        let mut asked = 0;
        let found = minimise::<_, ()>(&all, &mut |subset| {
            asked += 1;
            Ok(culprits.iter().all(|culprit| subset.contains(culprit)))
        });
        (found.unwrap(), asked)
    }

    #[test]
    fn one_culprit_is_found_in_few_tries() {
        for culprit in [0, 1, 17, 62, 63] {
            let (found, asked) = smallest(64, &[culprit]);
            assert_eq!(found, [culprit]);
            assert!(asked <= 12, "{asked}");
        }
    }

    #[test]
    fn culprits_that_only_fail_together_are_all_found() {
        assert_eq!(smallest(20, &[3, 17]).0, [3, 17]);
        assert_eq!(smallest(7, &[0, 3, 6]).0, [0, 3, 6]);
        assert_eq!(smallest(1, &[0]).0, [0]);
        assert_eq!(smallest(2, &[0, 1]).0, [0, 1]);
    }

    #[test]
    fn of_two_that_fail_alone_one_is_found() {
        let all = [1, 2, 3, 4, 5];
        let found = minimise::<_, ()>(&all, &mut |subset| Ok(subset.contains(&2) || subset.contains(&5)));
        assert_eq!(found, Ok(vec![2]));
    }

    #[test]
    fn what_cannot_be_tried_ends_it() {
        assert_eq!(minimise(&[1, 2], &mut |_| Err("no")), Err("no"));
    }
}
