//! What a person says beside a file of accounts: where homes go, and what accounts are called.

use std::collections::HashSet;

use serde::{Deserialize, Serialize};

use super::{AccountName, AccountNameError, FieldError, HomeDirectory, HomeDirectoryError};

/// A folder of another server, and the folder of the webspace that it becomes with all below it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HomeMapping {
    /// The folder on the other server: an absolute path, of whatever system.
    pub from: String,
    /// The folder of the webspace.
    pub to: HomeDirectory,
}

/// An account of a file, and the name that it gets instead of its own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Rename {
    /// Its name in the file, to the letter.
    pub from: String,
    /// Its name in Berth.
    pub to: AccountName,
}

/// Why a rule for an import is none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ImportRuleError {
    /// There are not two values with `=` between them.
    NotAPair,
    /// The folder on the other server is no absolute path.
    FromNotAbsolute,
    /// The folder of the webspace breaks a rule of home directories.
    HomeDirectory(HomeDirectoryError),
    /// The new name breaks a rule of account names.
    AccountName(AccountNameError),
    /// An earlier rule says something else of the same folder, or of the same account.
    Twice,
    /// The file has no account of that name.
    NotInFile,
}

impl ImportRuleError {
    /// As the error of a field in which it is the rule of this number, from 1.
    pub fn of_rule(self, number: usize) -> FieldError {
        FieldError::ImportRule {
            number: u32::try_from(number).unwrap_or(u32::MAX),
            error: self,
        }
    }
}

impl HomeMapping {
    /// Reads `FROM=TO`. `FROM` begins with `/`, with a drive such as `C:\`, or with `\\`.
    ///
    /// # Errors
    /// Why it is no rule.
    pub fn parse(text: &str) -> Result<Self, ImportRuleError> {
        // A folder's name may hold the sign, and TO begins with a slash.
        let (from, to) = match text.split_once("=/") {
            Some((from, below)) => (from, format!("/{below}")),
            None => {
                let (from, to) = text.split_once('=').ok_or(ImportRuleError::NotAPair)?;
                (from, to.to_owned())
            }
        };
        let to = HomeDirectory::parse(&to).map_err(ImportRuleError::HomeDirectory)?;
        let from = from.trim();
        match is_absolute(from) {
            true => Ok(Self {
                from: from.to_owned(),
                to,
            }),
            false => Err(ImportRuleError::FromNotAbsolute),
        }
    }

    /// Reads rules, each one a text; empty ones are none, and are not counted.
    ///
    /// # Errors
    /// The first that is none, by its number; or that says of a folder what an earlier one did.
    pub fn parse_all<'a>(
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<Self>, FieldError> {
        parse_all(texts, Self::parse, |rule| &rule.from)
    }
}

impl Rename {
    /// Reads `OLD=NEW`.
    ///
    /// # Errors
    /// Why it is no rule.
    pub fn parse(text: &str) -> Result<Self, ImportRuleError> {
        // No name of Berth's has the sign in it.
        let (from, to) = text.rsplit_once('=').ok_or(ImportRuleError::NotAPair)?;
        let to = AccountName::parse(to).map_err(ImportRuleError::AccountName)?;
        Ok(Self {
            from: from.trim().to_owned(),
            to,
        })
    }

    /// Reads rules, each one a text; empty ones are none, and are not counted.
    ///
    /// # Errors
    /// The first that is none, by its number; or that renames an account again.
    pub fn parse_all<'a>(
        texts: impl IntoIterator<Item = &'a str>,
    ) -> Result<Vec<Self>, FieldError> {
        parse_all(texts, Self::parse, |rule| &rule.from)
    }
}

fn parse_all<'a, Rule>(
    texts: impl IntoIterator<Item = &'a str>,
    parse: impl Fn(&str) -> Result<Rule, ImportRuleError>,
    from: impl Fn(&Rule) -> &str,
) -> Result<Vec<Rule>, FieldError> {
    let texts = texts.into_iter().filter(|text| !text.trim().is_empty());
    let (mut rules, mut named) = (Vec::new(), HashSet::new());
    for (index, text) in texts.enumerate() {
        let rule = parse(text).and_then(|rule| match named.insert(from(&rule).to_owned()) {
            true => Ok(rule),
            false => Err(ImportRuleError::Twice),
        });
        rules.push(rule.map_err(|error| error.of_rule(index + 1))?);
    }
    Ok(rules)
}

/// Whether a path is written from the top of a system: a Unix, or a Windows.
fn is_absolute(path: &str) -> bool {
    let bytes = path.as_bytes();
    let has_drive =
        bytes.first().is_some_and(u8::is_ascii_alphabetic) && bytes.get(1) == Some(&b':');
    path.starts_with('/') || path.starts_with("\\\\") || has_drive
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_mapping_is_a_folder_there_and_a_folder_here() {
        let read =
            |text: &str| HomeMapping::parse(text).map(|rule| (rule.from, String::from(rule.to)));
        for (text, from, to) in [
            ("/home/marie=/", "/home/marie", "/"),
            ("/var/www=/sites//www/", "/var/www", "/sites/www"),
            ("/a=b=/c=d", "/a=b", "/c=d"),
            (r"C:\sites=/", r"C:\sites", "/"),
            (r"\\nas\sites=/s", r"\\nas\sites", "/s"),
        ] {
            assert_eq!(read(text), Ok((from.to_owned(), to.to_owned())), "{text}");
        }
        for (text, error) in [
            ("/home", ImportRuleError::NotAPair),
            ("home=/", ImportRuleError::FromNotAbsolute),
            ("=/", ImportRuleError::FromNotAbsolute),
            (
                "/a=b",
                ImportRuleError::HomeDirectory(HomeDirectoryError::NotFromRoot),
            ),
            (
                "/a=/../b",
                ImportRuleError::HomeDirectory(HomeDirectoryError::DotComponent),
            ),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
        }
    }

    #[test]
    fn a_rename_is_a_name_there_and_a_name_here() {
        let read = |text: &str| Rename::parse(text).map(|rule| (rule.from, String::from(rule.to)));
        let renamed = |from: &str, to: &str| Ok((from.to_owned(), to.to_owned()));
        assert_eq!(read("root=Root-1"), renamed("root", "root-1"));
        assert_eq!(read("a=b=c"), renamed("a=b", "c"));
        assert_eq!(read("root"), Err(ImportRuleError::NotAPair));
        let reserved = ImportRuleError::AccountName(AccountNameError::Reserved);
        assert_eq!(read("x=root"), Err(reserved));
    }

    #[test]
    fn a_rule_that_is_none_is_named_by_its_number() {
        let read = |lines: &str| HomeMapping::parse_all(lines.lines()).map(|rules| rules.len());
        assert_eq!(read("/a=/\n\n/b=/b\n"), Ok(2));
        let nth = |number, error: ImportRuleError| Err(error.of_rule(number));
        assert_eq!(read("/a=/\n\nb\n"), nth(2, ImportRuleError::NotAPair));
        assert_eq!(read("/a=/\n/a=/b"), nth(2, ImportRuleError::Twice));
    }
}
