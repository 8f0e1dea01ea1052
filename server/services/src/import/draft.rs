//! What a file says of each account, in Berth's own terms.

use std::collections::HashMap;

use ::import::{Source, SourceAccount, SourcePassword, SourceRecord};
use model::{
    AccountName, AppError, Field, FieldError, FtpAccountSettings, HashNotKept, HomeDirectory,
    ImportRefusal, Password, PasswordError, SettingNotKept, WebspaceRoot,
};
use zeroize::Zeroizing;

use super::mapping::Homes;
use super::names::Names;
use super::request::ImportRequest;
use crate::password::check_kept_hash;

/// A record of a file, before it is known what there is in the database.
pub(super) struct Draft {
    /// Its line in the file.
    pub(super) line: u64,
    /// Its name in the file.
    pub(super) source_name: String,
    /// Its name in Berth; none if that cannot be one.
    pub(super) name: Option<AccountName>,
    /// Its home directory; none if it can have none.
    pub(super) home_directory: Option<HomeDirectory>,
    /// What the file says of its settings.
    pub(super) settings: Vec<(Field, String)>,
    /// How it signs in, once it is added.
    pub(super) password: DraftPassword,
    /// What Berth does not have.
    pub(super) not_kept: Vec<SettingNotKept>,
    /// Why it is refused in any case.
    pub(super) refusals: Vec<ImportRefusal>,
}

/// How an account signs in, once it is added.
pub(super) enum DraftPassword {
    /// By this hash, which is kept.
    Kept(String),
    /// By this password, which is yet to be hashed.
    Plain(Zeroizing<String>),
    /// Not before its recipient has set a password.
    Link(HashNotKept),
}

/// Drafts every record of a file, in its order.
///
/// # Errors
/// [`AppError::Invalid`] at a rule for an account that is not in the file.
pub(super) fn draft(
    request: &ImportRequest,
    source: Source,
    webspace_root: &WebspaceRoot,
    defaults: &FtpAccountSettings,
) -> Result<Vec<Draft>, AppError> {
    let in_file = source.records.iter().map(|record| record.name.as_str());
    let names = Names::new(&request.renames, in_file)?;
    let homes = Homes::new(&request.homes, request.format, webspace_root);
    let drafts = source.records.into_iter();
    let mut drafts: Vec<Draft> = drafts
        .map(|record| Draft::of(record, &names, &homes, defaults))
        .collect();
    refuse_names_that_come_again(&mut drafts);
    Ok(drafts)
}

impl Draft {
    fn of(
        record: SourceRecord,
        names: &Names<'_>,
        homes: &Homes,
        defaults: &FtpAccountSettings,
    ) -> Self {
        let mut draft = Self {
            line: record.line,
            source_name: record.name,
            name: None,
            home_directory: None,
            settings: Vec::new(),
            password: DraftPassword::Link(HashNotKept::NoPassword),
            not_kept: Vec::new(),
            refusals: Vec::new(),
        };
        match record.account {
            Ok(account) => draft.read(account, names, homes, defaults),
            Err(error) => draft.refusals.push(ImportRefusal::Record(error)),
        }
        draft
    }

    fn read(
        &mut self,
        account: SourceAccount,
        names: &Names<'_>,
        homes: &Homes,
        defaults: &FtpAccountSettings,
    ) {
        match names.of(&self.source_name) {
            Ok(name) => self.name = Some(name),
            Err(error) => self.refuse(Field::AccountName, error),
        }
        match homes.find(&account.home, self.name.as_ref()) {
            Ok(home) => self.home_directory = home,
            Err(refusal) => self.refusals.push(refusal),
        }
        let mut settings = defaults.clone();
        for (field, text) in &account.settings {
            if let Err(error) = settings.set(*field, text) {
                self.refuse(*field, error);
            }
        }
        self.settings = account.settings;
        self.password = password(account.password);
        self.not_kept = account.not_kept;
    }

    /// Refuses it at a field.
    pub(super) fn refuse(&mut self, field: Field, error: impl Into<FieldError>) {
        self.refusals.push(ImportRefusal::Field {
            field,
            error: error.into(),
        });
    }

    /// Settings with what the file says of them.
    pub(super) fn applied_to(&self, settings: &FtpAccountSettings) -> FtpAccountSettings {
        let mut applied = settings.clone();
        for (field, text) in &self.settings {
            // What cannot be read is among the refusals.
            let _ = applied.set(*field, text);
        }
        applied
    }
}

/// A plain password is taken however short and easy to guess it is: it works on the other server today,
/// as one does of which only the hash is known.
fn password(source: SourcePassword) -> DraftPassword {
    match source {
        SourcePassword::None => DraftPassword::Link(HashNotKept::NoPassword),
        SourcePassword::Hash(hash) => match check_kept_hash(&hash) {
            Ok(()) => DraftPassword::Kept(hash),
            Err(why) => DraftPassword::Link(why),
        },
        SourcePassword::Plain(text) => match Password::parse(&text, "").err() {
            None | Some(PasswordError::TooShort) => DraftPassword::Plain(text),
            Some(PasswordError::Empty) => DraftPassword::Link(HashNotKept::NoPassword),
            Some(error) => DraftPassword::Link(HashNotKept::Password(error)),
        },
    }
}

fn refuse_names_that_come_again(drafts: &mut [Draft]) {
    let mut lines: HashMap<AccountName, u64> = HashMap::new();
    for draft in drafts {
        let Some(name) = &draft.name else { continue };
        match lines.get(name) {
            Some(&line) => draft.refusals.push(ImportRefusal::NameTwice { line }),
            None => {
                lines.insert(name.clone(), draft.line);
            }
        }
    }
}
