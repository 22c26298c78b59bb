//! Whether ways exist that stay within the non-renewable resources: exact, by fronts of what must be used up, where the
//! fronts stay small. With two such resources or more the question is NP-complete (Kolisch & Drexl 1997).

use super::network::Network;

/// Points of a front after which the question is left open.
const MOST_POINTS: usize = 50_000;

/// Points up to which every one is compared with every other, where there are more than two resources.
const COMPARED: usize = 2_000;

/// Whether it is proven that no ways stay within all non-renewable resources.
pub(crate) fn is_short(network: &Network) -> bool {
    groups(network).iter().any(|group| is_short_of(network, group))
}

/// Resources that are used by the same activities, directly or by way of others.
fn groups(network: &Network) -> Vec<Vec<usize>> {
    let mut group: Vec<usize> = (0..network.nonrenewables.len()).collect();
    for ways in &network.ways {
        let mut used: Vec<usize> = ways.iter().flat_map(|w| w.nonrenewable.iter().map(|n| n.0)).collect();
        used.dedup();
        for pair in used.windows(2) {
            let (one, other) = (group[pair[0]], group[pair[1]]);
            group.iter_mut().filter(|g| **g == other).for_each(|g| *g = one);
        }
    }
    let members = |g: usize| (0..group.len()).filter(|&r| group[r] == g).collect::<Vec<_>>();
    (0..group.len()).map(members).filter(|m| !m.is_empty()).collect()
}

fn is_short_of(network: &Network, group: &[usize]) -> bool {
    let units = |a: usize, w: usize, r: usize| {
        let needs = &network.ways[a][w].nonrenewable;
        needs.iter().find(|n| n.0 == r).map_or(0, |n| i64::from(n.1))
    };
    let least = |a: usize, r: usize| (0..network.ways[a].len()).map(|w| units(a, w, r)).min().unwrap_or(0);
    // What is left for those that come, once all that come later use their least.
    let mut room: Vec<i64> = group.iter().map(|&r| i64::from(network.nonrenewables[r])).collect();
    for a in 0..network.len() {
        group.iter().zip(&mut room).for_each(|(&r, room)| *room -= least(a, r));
    }
    let mut front = vec![vec![0; group.len()]];
    for a in 0..network.len() {
        group.iter().zip(&mut room).for_each(|(&r, room)| *room += least(a, r));
        let mut next = Vec::new();
        for way in 0..network.ways[a].len() {
            for point in &front {
                let moved: Vec<i64> = group.iter().zip(point).map(|(&r, &p)| p + units(a, way, r)).collect();
                if moved.iter().zip(&room).all(|(m, room)| m <= room) {
                    next.push(moved);
                }
            }
        }
        front = thinned(next);
        if front.is_empty() {
            return true;
        }
        if front.len() > MOST_POINTS {
            return false;
        }
    }
    false
}

/// Without points that another is no worse than in everything.
fn thinned(mut points: Vec<Vec<i64>>) -> Vec<Vec<i64>> {
    points.sort_unstable();
    points.dedup();
    let few = points.len() <= COMPARED;
    let mut kept: Vec<Vec<i64>> = Vec::new();
    for point in points {
        let beats = |other: &Vec<i64>| other.iter().zip(&point).all(|(o, p)| o <= p);
        // Of two resources, points come by the first: the last one kept has the least of the second.
        let beaten = if point.len() <= 2 { kept.last().is_some_and(beats) } else { few && kept.iter().any(beats) };
        if !beaten {
            kept.push(point);
        }
    }
    kept
}
