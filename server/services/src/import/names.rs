//! What imported accounts are called, and what those could be called that cannot have their names.

use std::collections::{HashMap, HashSet};

use model::{AccountName, AccountNameError, AppError, Field, ImportRuleError, Rename};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The names that a person gives to accounts of a file.
pub(super) struct Names<'a> {
    renames: HashMap<&'a str, &'a AccountName>,
}

impl<'a> Names<'a> {
    /// Those of these rules.
    ///
    /// # Errors
    /// [`AppError::Invalid`] at a rule for an account that is not in the file.
    pub(super) fn new<'b>(
        renames: &'a [Rename],
        in_file: impl Iterator<Item = &'b str>,
    ) -> Result<Self, AppError> {
        let mut missing: HashSet<&str> = renames.iter().map(|one| one.from.as_str()).collect();
        if !missing.is_empty() {
            in_file.for_each(|name| {
                missing.remove(name);
            });
        }
        let not_there = |rename: &Rename| missing.contains(rename.from.as_str());
        if let Some(index) = renames.iter().position(not_there) {
            let error = ImportRuleError::NotInFile.of_rule(index + 1);
            return Err(AppError::at(Field::Renames, error));
        }
        let pairs = renames.iter().map(|one| (one.from.as_str(), &one.to));
        Ok(Self {
            renames: pairs.collect(),
        })
    }

    /// The name that an account gets: the one that it is given, or else its own.
    pub(super) fn of(&self, source: &str) -> Result<AccountName, AccountNameError> {
        match self.renames.get(source) {
            Some(name) => Ok((*name).clone()),
            None => AccountName::parse(source),
        }
    }
}

/// Names that are proposed, each once.
#[derive(Default)]
pub(super) struct Proposals {
    /// What is an account's by now, of this file or of another.
    taken: HashSet<AccountName>,
    /// For each beginning, the number that comes next.
    next: HashMap<String, u32>,
}

impl Proposals {
    /// Numbers that are tried after one name.
    const MAX_NUMBER: u32 = 100_000;

    /// Takes names out of those that can be proposed.
    pub(super) fn take(&mut self, names: impl IntoIterator<Item = AccountName>) {
        self.taken.extend(names);
    }

    /// A name like this text that nobody has, as far as that is known.
    pub(super) fn propose(&mut self, source: &str) -> Option<AccountName> {
        let stem = stem(source);
        let next = self.next.entry(stem.clone()).or_insert(1);
        while *next <= Self::MAX_NUMBER {
            let candidate = match *next {
                1 => AccountName::parse(&stem),
                number => AccountName::parse(&format!("{stem}-{number}")),
            };
            *next += 1;
            if let Ok(name) = candidate
                && self.taken.insert(name.clone())
            {
                return Some(name);
            }
        }
        None
    }
}

/// The longest beginning of a name that a number may follow.
const MAX_STEM_LENGTH: usize = AccountName::MAX_LENGTH - "-100000".len();

/// A text as the beginning of a name: without accents, in lower case, with `-` for whatever a name
/// cannot have.
fn stem(source: &str) -> String {
    let mut stem = String::with_capacity(source.len());
    let letters = source.nfd().filter(|letter| !is_combining_mark(*letter));
    for letter in letters.flat_map(char::to_lowercase) {
        let is_allowed = match letter {
            '@' => !stem.contains('@'),
            letter => letter.is_ascii_alphanumeric() || "._-".contains(letter),
        };
        if is_allowed {
            stem.push(letter);
        } else if !stem.ends_with('-') {
            stem.push('-');
        }
        if stem.len() >= MAX_STEM_LENGTH {
            break;
        }
    }
    let stem = stem.trim_start_matches(|first: char| !first.is_ascii_alphanumeric());
    match stem.trim_end_matches(['.', '-', '_', '@']) {
        "" => "account".to_owned(),
        stem => stem.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use proptest::prelude::*;

    use super::*;

    fn name(text: &str) -> AccountName {
        AccountName::parse(text).unwrap()
    }

    #[test]
    fn what_is_proposed_is_like_the_name_and_nobodys() {
        let mut proposals = Proposals::default();
        proposals.take([name("paul"), name("paul-2")]);
        for (source, proposed) in [
            ("Hélène Dupré", "helene-dupre"),
            ("root", "root-2"),
            ("paul", "paul-3"),
            ("Paul!", "paul-4"),
            ("a@b@c", "a@b-c"),
            ("_x.", "x"),
            ("日本", "account"),
            ("", "account-2"),
        ] {
            assert_eq!(proposals.propose(source), Some(name(proposed)), "{source}");
        }
    }

    #[test]
    fn an_account_gets_the_name_that_it_is_given() {
        let renames = Rename::parse_all(["Root=admin-1"]).unwrap();
        let names = Names::new(&renames, ["Root", "Paul"].into_iter()).unwrap();
        assert_eq!(names.of("Root"), Ok(name("admin-1")));
        assert_eq!(names.of("Paul"), Ok(name("paul")));
        assert_eq!(names.of("root"), Err(AccountNameError::Reserved));
        let missing = Names::new(&renames, ["root"].into_iter()).err();
        let error = ImportRuleError::NotInFile.of_rule(1);
        assert_eq!(missing, Some(AppError::at(Field::Renames, error)));
    }

    proptest! {
        #[test]
        fn for_every_text_there_is_a_proposal_and_never_the_same_again(source in any::<String>()) {
            let mut proposals = Proposals::default();
            let first = proposals.propose(&source);
            prop_assert!(first.is_some());
            prop_assert_ne!(first, proposals.propose(&source));
        }
    }
}
