//! The chapters in the order in which a committee reads them, a file each. A chapter that has nothing to say is left out.
//! To add one, add its file and its line in [`all`].

mod annex;
mod arbitration;
mod bottlenecks;
mod calendar;
mod changes;
mod changes_said;
mod contracts;
mod frontier;
mod load;
mod money;
mod proposals;
mod refusals;
mod scenarios;
mod summary;
mod tabs;
mod value;

use super::block::Chapter;
use super::material::Material;
use crate::base::Lang;

/// Every chapter that has something to say.
pub(crate) fn all(material: &Material, lang: Lang) -> Vec<Chapter> {
    let chapters: [fn(&Material, Lang) -> Option<Chapter>; 14] = [
        summary::chapter,
        scenarios::chapter,
        arbitration::chapter,
        calendar::chapter,
        load::chapter,
        money::chapter,
        contracts::chapter,
        value::chapter,
        changes::chapter,
        bottlenecks::chapter,
        proposals::chapter,
        frontier::chapter,
        refusals::chapter,
        annex::chapter,
    ];
    chapters.into_iter().filter_map(|chapter| chapter(material, lang)).collect()
}
