//! Some of many, drawn at random without looking at all of them: what a step costs is not to grow with the portfolio.

use crate::base::Rng;

/// Draws for each one that is asked for; where candidates are no more than that, all are looked at. Users of a resource of which
/// one in ten is placed, in the window, are found as a rule.
const DRAWS: usize = 10;

/// At most `count` different candidates that are wanted, in random order. Of many candidates that are wanted rarely, fewer than
/// there are; of many lists one is drawn from as often as another, or the users of what all projects use would leave no draw to
/// those of a team.
pub(super) fn some_of(
    lists: &[&[usize]],
    rng: &mut Rng,
    count: usize,
    is_wanted: impl Fn(usize) -> bool,
) -> Vec<usize> {
    let lists: Vec<&[usize]> = lists.iter().copied().filter(|list| !list.is_empty()).collect();
    let draws = DRAWS * count;
    if lists.iter().map(|list| list.len()).sum::<usize>() <= draws {
        let mut all: Vec<usize> = lists.into_iter().flatten().copied().filter(|x| is_wanted(*x)).collect();
        all.sort_unstable();
        all.dedup();
        rng.shuffle(&mut all);
        all.truncate(count);
        return all;
    }
    let mut out = Vec::with_capacity(count);
    for _ in 0..draws {
        let list = lists[rng.below(lists.len())];
        let drawn = list[rng.below(list.len())];
        if is_wanted(drawn) && !out.contains(&drawn) {
            out.push(drawn);
            if out.len() == count {
                break;
            }
        }
    }
    out
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

    /// Of a short list among long ones as many are drawn as of the long ones.
    #[test]
    fn no_list_is_preferred() {
        let all: Vec<usize> = (0..10_000).collect();
        let (few, many) = all.split_at(100);
        let mut rng = Rng::new(1);
        let drawn: Vec<usize> = (0..400).flat_map(|_| some_of(&[many, few], &mut rng, COUNT, |_| true)).collect();
        let of_few = drawn.iter().filter(|x| **x < 100).count();
        assert!((1_000..1_400).contains(&of_few), "{of_few} of {}", drawn.len());
    }
}
