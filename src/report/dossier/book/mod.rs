//! The dossier's tables as a workbook: one sheet each, after a list of them. Figures and days are numbers that one can
//! calculate with; whatever somebody named is text, also where it looks like a formula.

mod formats;
mod sheet;

use std::collections::BTreeSet;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Url, Workbook, Worksheet, XlsxError};

use super::block::Chapter;
use super::material::Material;
use super::table::Table;
use super::typo;
use crate::base::Lang;
use formats::Formats;

/// Why there is no workbook: it is too large for the format, say.
#[derive(Debug)]
pub struct BookError(XlsxError);

impl std::fmt::Display for BookError {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for BookError {}

/// The workbook's bytes.
pub(crate) fn write(material: &Material, chapters: &[Chapter], lang: Lang) -> Result<Vec<u8>, BookError> {
    let mut book = Workbook::new();
    made(material, chapters, lang, &mut book).map_err(BookError)?;
    book.save_to_buffer().map_err(BookError)
}

fn made(material: &Material, chapters: &[Chapter], lang: Lang, book: &mut Workbook) -> Result<(), XlsxError> {
    book.set_properties(&properties(material)?);
    let formats = Formats::new(lang);
    let mut taken = BTreeSet::new();
    let contents = lang.pick("Sommaire", "Contents");
    let first = name(contents, &mut taken);
    let tables: Vec<(&Chapter, &Table, String)> = chapters
        .iter()
        .flat_map(|c| c.tables().into_iter().map(move |t| (c, t)))
        .filter(|(_, t)| !t.rows.is_empty())
        .map(|(c, t)| (c, t, name(&typo::set(&t.title, lang), &mut taken)))
        .collect();
    book.push_worksheet(list(material, &tables, &first, &formats, lang)?);
    for (_, table, name) in &tables {
        let mut sheet = Worksheet::new();
        sheet.set_name(name)?;
        sheet::write(&mut sheet, table, &formats, lang)?;
        book.push_worksheet(sheet);
    }
    Ok(())
}

/// The day on which it was made has no place in it: the same material gives the same bytes.
fn properties(material: &Material) -> Result<DocProperties, XlsxError> {
    let day = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let title = typo::cut(material.title(), 200);
    Ok(DocProperties::new().set_title(title).set_author("arbitre").set_creation_datetime(&day))
}

/// The first sheet: what stands on which.
fn list(
    material: &Material,
    tables: &[(&Chapter, &Table, String)],
    name: &str,
    formats: &Formats,
    lang: Lang,
) -> Result<Worksheet, XlsxError> {
    let mut sheet = Worksheet::new();
    sheet.set_name(name)?;
    sheet.write_string_with_format(0, 0, typo::cut(material.title(), 250), &formats.title)?;
    for (column, head) in [lang.pick("Chapitre", "Chapter"), lang.pick("Tableau", "Table")].iter().enumerate() {
        sheet.write_string_with_format(2, column as u16, *head, &formats.head)?;
    }
    for (row, (chapter, table, name)) in (3..).zip(tables) {
        sheet.write_string_with_format(row, 0, typo::set(&chapter.title, lang), &formats.text)?;
        let link =
            Url::new(format!("internal:'{}'!A1", name.replace('\'', "''"))).set_text(typo::set(&table.title, lang));
        sheet.write_url(row, 1, link)?;
    }
    sheet.set_column_width(0, 40)?.set_column_width(1, 70)?.set_freeze_panes(3, 0)?;
    Ok(sheet)
}

/// What a sheet may be called: 31 letters at most, none of some, and as no other, whatever the case of letters.
fn name(title: &str, taken: &mut BTreeSet<String>) -> String {
    let fit: String = title.chars().map(|c| if "[]:*?/\\".contains(c) || c.is_control() { ' ' } else { c }).collect();
    let fit = fit.split_whitespace().collect::<Vec<&str>>().join(" ");
    let fit = fit.trim_matches('\'');
    let fit = if fit.is_empty() { "-" } else { fit };
    let cut = |text: &str, most: usize| typo::within(text, most).trim_end().to_owned();
    let numbered = (2..).map(|n: u32| format!("{} ({n})", cut(fit, 25)));
    let mut names = std::iter::once(cut(fit, 31)).chain(numbered);
    // "History" is a name that Excel keeps to itself.
    let is_free = |n: &String| n.to_lowercase() != "history" && !taken.contains(&n.to_lowercase());
    let free = names.find(is_free).expect("there are more numbers than names");
    taken.insert(free.to_lowercase());
    free
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sheets_have_names_of_their_own_that_excel_takes() {
        let mut taken = BTreeSet::new();
        let mut named = |title: &str| name(title, &mut taken);
        assert_eq!(named("De A à B : 3 [projets]"), "De A à B 3 projets");
        assert_eq!(named("de a à b / 3 projets"), "de a à b 3 projets (2)");
        assert_eq!(named("'"), "-");
        assert_eq!(named("history"), "history (2)");
        let long = named(&"🚀".repeat(40));
        assert!(long.encode_utf16().count() <= 31, "{long}");
        assert_ne!(named(&"🚀".repeat(40)), long);
    }
}
