//! Some of many, drawn at random without looking at all of them: what a step costs is not to grow with the portfolio.

use crate::base::Rng;

/// Draws for each one that is asked for; where candidates are no more than that, all are looked at. Users of a resource of which
/// one in ten is placed, in the window, are found as a rule.
const DRAWS: usize = 10;

/// At most `count` different candidates that are wanted, in random order. Of many candidates that are wanted rarely, fewer than
/// there are.
pub(super) fn some_of(
    lists: &[&[usize]],
    rng: &mut Rng,
    count: usize,
    is_wanted: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let total: usize = lists.iter().map(|list| list.len()).sum();
    let draws = DRAWS * count;
    if total <= draws {
        let mut all: Vec<usize> = lists.iter().copied().flatten().copied().filter(|x| is_wanted(*x)).collect();
        all.sort_unstable();
        all.dedup();
        rng.shuffle(&mut all);
        all.truncate(count);
        return all;
    }
    let mut out = Vec::with_capacity(count);
    for _ in 0..draws {
        let drawn = at(lists, rng.below(total));
        if is_wanted(drawn) && !out.contains(&drawn) {
            out.push(drawn);
            if out.len() == count {
                break;
            }
        }
    }
    out
}

/// The candidate of this number, all lists one after another. There is one.
fn at(lists: &[&[usize]], mut number: usize) -> usize {
    for list in lists {
        match list.get(number) {
            Some(found) => return *found,
            None => number -= list.len(),
        }
    }
    unreachable!("numbers are drawn below the sum of lengths")
}

#[cfg(test)]
mod tests {
    use super::*;

    const COUNT: usize = 6;

    /// Every third of the numbers is wanted; as many as are asked for come, whether all are looked at or some are drawn.
    #[test]
    fn what_is_drawn_is_wanted_and_drawn_once() {
        for size in [0, 1, 8, 30, 60, 61, 1_000] {
            let all: Vec<usize> = (0..size).collect();
            let lists = [&all[..size / 3], &[], &all[size / 3..], &all[..size / 2]];
            for seed in 0..200 {
                let mut found = some_of(&lists, &mut Rng::new(seed), COUNT, |x| x % 3 == 0);
                assert!(found.iter().all(|x| x % 3 == 0 && *x < size), "{found:?} of {size}");
                assert_eq!(found.len(), COUNT.min(size.div_ceil(3)), "{found:?} of {size}");
                found.sort_unstable();
                found.dedup();
                assert_eq!(found.len(), COUNT.min(size.div_ceil(3)), "{found:?} of {size}");
            }
        }
    }

    /// Each is drawn about as often as any other.
    #[test]
    fn none_is_preferred() {
        let all: Vec<usize> = (0..120).collect();
        let mut times = [0; 120];
        let mut rng = Rng::new(1);
        for _ in 0..4_000 {
            some_of(&[&all], &mut rng, COUNT, |_| true).into_iter().for_each(|x| times[x] += 1);
        }
        assert!(times.iter().all(|n| (120..280).contains(n)), "{times:?}");
    }
}
