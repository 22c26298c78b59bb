//! Structure of the dossier: see tests in each file.
