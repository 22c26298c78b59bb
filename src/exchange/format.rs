//! The formats that are known, and how a file's name tells which it is in.

/// A format of instances.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// PSPLIB's and MMLIB's text of one project, `.sm` with one mode and `.mm` with several (Kolisch & Sprecher 1996).
    Psplib,
    /// MPLIB's text of several projects, `.rcmp`; also that of converted MPSPLIB instances.
    Mplib,
    /// The MISTA 2013 challenge's list of projects, `.txt`, which names PSPLIB files (Wauters et al. 2016).
    Mista,
    /// Project portfolio selection and scheduling, `.json`.
    Ppssp,
}

impl Format {
    /// All of them.
    pub const ALL: [Self; 4] = [Self::Psplib, Self::Mplib, Self::Mista, Self::Ppssp];

    /// What files of this name are in, by extension.
    pub fn of(name: &str) -> Option<Self> {
        match name.rsplit_once('.')?.1.to_ascii_lowercase().as_str() {
            "sm" | "mm" => Some(Self::Psplib),
            "rcmp" => Some(Self::Mplib),
            "txt" => Some(Self::Mista),
            "json" => Some(Self::Ppssp),
            _ => None,
        }
    }
}
