//! The dossier for a committee: scenarios side by side, as one page of HTML that is read offline and printed, and as a
//! workbook with the same tables. Both are written from the same [`chapters`]: words, tables and drawings of what the
//! referee has counted again.

mod block;
mod book;
mod chapters;
mod charts;
mod gather;
mod material;
mod page;
mod table;
mod typo;
mod words;

#[cfg(test)]
mod tests;

pub use book::BookError;
pub use gather::{Documents, Named, Refusal, gather};
pub use material::{Curve, Material, Source};

use crate::base::Lang;

/// The dossier as a page that needs nothing else. The same material and language give the same bytes.
pub fn html(material: &Material, lang: Lang) -> String {
    page::write(material, &chapters::all(material, lang), lang)
}

/// The dossier's tables as a workbook, a sheet each.
pub fn xlsx(material: &Material, lang: Lang) -> Result<Vec<u8>, BookError> {
    book::write(material, &chapters::all(material, lang), lang)
}
