//! The form « Importer des comptes FTP ».

use serde::{Deserialize, Serialize};

use crate::{Field, FieldErrors, HomeMapping, ImportFormat, Rename, SettingError};

/// What is said beside a file of accounts: in what it is written, and what becomes of homes and names.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ImportForm {
    /// The [key](ImportFormat::key) of the format.
    pub format: String,
    /// Which folders of the other server become which of the webspace: a rule in each line.
    pub map: String,
    /// The accounts that get another name: a rule in each line.
    pub rename: String,
    /// [`ON`](Self::ON) if the others are taken where some are refused.
    pub skip_refused: String,
}

/// What the form says, once it is read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ImportRules {
    /// In what the file is written.
    pub format: ImportFormat,
    /// Which folders of the other server become which of the webspace.
    pub homes: Vec<HomeMapping>,
    /// The accounts that get another name.
    pub renames: Vec<Rename>,
    /// Whether the others are taken if some are refused.
    pub skip_refused: bool,
}

impl ImportForm {
    /// What stands in a box that is ticked.
    pub const ON: &str = "on";
    /// The longest text of rules, in bytes.
    pub const MAX_RULES_BYTES: usize = 64 * 1024;

    /// Reads the form.
    ///
    /// # Errors
    /// The rule that each invalid field breaks.
    pub fn parse(&self) -> Result<ImportRules, FieldErrors> {
        let mut errors = FieldErrors::default();
        let format = ImportFormat::parse(&self.format).ok_or(SettingError::NotAChoice);
        let format = errors.read(Field::ImportFormat, format);
        let homes = HomeMapping::parse_all(self.map.lines());
        let homes = errors.read(Field::HomeMappings, homes);
        let renames = Rename::parse_all(self.rename.lines());
        let renames = errors.read(Field::Renames, renames);
        let rules = format.zip(homes).zip(renames);
        errors.finish(rules.map(|((format, homes), renames)| ImportRules {
            format,
            homes,
            renames,
            skip_refused: self.skip_refused == Self::ON,
        }))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_rule_is_a_line_and_each_field_says_what_is_wrong() {
        let form = ImportForm {
            format: "proftpd".to_owned(),
            map: "/home/a=/a\r\n\r\n/home/b=/".to_owned(),
            rename: "root=root-1".to_owned(),
            skip_refused: ImportForm::ON.to_owned(),
        };
        let rules = form.parse().expect("a form");
        assert_eq!(rules.format, ImportFormat::ProFtpd);
        assert_eq!((rules.homes.len(), rules.renames.len()), (2, 1));
        assert!(rules.skip_refused);
        let wrong = ImportForm {
            format: "tape".to_owned(),
            map: "/home".to_owned(),
            rename: "root".to_owned(),
            skip_refused: String::new(),
        };
        let errors = wrong.parse().expect_err("nothing is right");
        for field in [Field::ImportFormat, Field::HomeMappings, Field::Renames] {
            assert!(errors.get(field).is_some(), "{field:?}");
        }
    }
}
