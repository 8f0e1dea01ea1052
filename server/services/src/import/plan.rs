//! What becomes of each record, by the file and by what there is.

use std::collections::HashSet;

use model::{
    AccountName, AppError, Field, FieldError, FtpAccountSettings, HomeDirectory, ImportOutcome,
    ImportPreview, ImportRefusal, ImportRow, ImportedPassword,
};

use super::draft::{Draft, DraftPassword};
use super::found::Found;
use super::names::Proposals;
use crate::context::Context;
use crate::store::{AccountsRevision, FtpAccountRecord, SubscriptionId};

/// How often other names are proposed for those that turn out to be others'.
const MAX_ROUNDS: usize = 5;

/// What is to be done, as long as the subscription's accounts are as they were.
pub(super) struct Plan {
    /// What they were.
    pub(super) revision: AccountsRevision,
    /// For each draft, in their order.
    pub(super) steps: Vec<Step>,
}

/// What is to be done with an account.
pub(super) enum Step {
    /// To add it.
    Add {
        /// Its name.
        name: AccountName,
        /// Its home directory.
        home_directory: HomeDirectory,
        /// Its settings.
        settings: FtpAccountSettings,
    },
    /// To change it.
    Change {
        /// What it is.
        before: Box<FtpAccountRecord>,
        /// What it becomes.
        after: Box<FtpAccountRecord>,
        /// In what that differs.
        fields: Vec<Field>,
    },
    /// Nothing: it is so already.
    Keep,
    /// Nothing: it is not taken.
    Refuse(Vec<ImportRefusal>),
}

impl Plan {
    /// Plans what becomes of drafts.
    pub(super) fn new(drafts: &[Draft], found: &Found, defaults: &FtpAccountSettings) -> Self {
        let mut room = found.room;
        let steps = drafts.iter().map(|draft| {
            let step = step(draft, found, defaults);
            if !matches!(step, Step::Add { .. }) {
                return step;
            }
            match room.checked_sub(1) {
                Some(left) => {
                    room = left;
                    step
                }
                None => Step::Refuse(vec![ImportRefusal::TooManyFtpAccounts]),
            }
        });
        Self {
            revision: found.revision,
            steps: steps.collect(),
        }
    }

    /// Whether one is refused.
    pub(super) fn refuses(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|step| matches!(step, Step::Refuse(_)))
    }

    /// Whether anything is added or changed.
    pub(super) fn writes(&self) -> bool {
        let mut steps = self.steps.iter();
        steps.any(|step| matches!(step, Step::Add { .. } | Step::Change { .. }))
    }

    /// The row of each record.
    pub(super) fn preview(
        &self,
        drafts: &[Draft],
        proposals: Vec<Option<AccountName>>,
    ) -> ImportPreview {
        let rows = drafts.iter().zip(&self.steps).zip(proposals);
        let rows = rows.map(|((draft, step), proposal)| row(draft, step, proposal));
        ImportPreview::new(rows.collect())
    }
}

fn step(draft: &Draft, found: &Found, defaults: &FtpAccountSettings) -> Step {
    let mut refusals = draft.refusals.clone();
    let mut refuse = |field, error: FieldError| {
        refusals.push(ImportRefusal::Field { field, error });
    };
    let name = draft.name.as_ref();
    let account = name.and_then(|name| found.accounts.get(name));
    if let Some(error) = name.and_then(|name| found.taken.get(name)) {
        refuse(Field::AccountName, *error);
    }
    let is_main = account.is_some_and(|account| account.is_main);
    let home = draft.home_directory.as_ref();
    if is_main && home.is_some_and(|home| *home != HomeDirectory::root()) {
        refuse(Field::HomeDirectory, FieldError::MainAccountHome);
    }
    match (name, home, account) {
        (Some(_), Some(home), Some(account)) if refusals.is_empty() => change(draft, account, home),
        (Some(name), Some(home), None) if refusals.is_empty() => Step::Add {
            name: name.clone(),
            home_directory: home.clone(),
            settings: draft.applied_to(defaults),
        },
        _ => Step::Refuse(refusals),
    }
}

/// What the file does not name stays as it is.
fn change(draft: &Draft, before: &FtpAccountRecord, home: &HomeDirectory) -> Step {
    let settings = draft.applied_to(&before.settings);
    let mut fields = Vec::new();
    // The disk may spell it in another way than the file.
    let is_moved = home.composed() != before.home_directory.composed();
    if is_moved {
        fields.push(Field::HomeDirectory);
    }
    let differs = |field: &Field| settings.value(*field) != before.settings.value(*field);
    fields.extend(FtpAccountSettings::FIELDS.into_iter().filter(differs));
    if fields.is_empty() {
        return Step::Keep;
    }
    let ends_sessions = is_moved || !settings.grants_the_same(&before.settings);
    let home_directory = match is_moved {
        true => home.clone(),
        false => before.home_directory.clone(),
    };
    Step::Change {
        before: Box::new(before.clone()),
        after: Box::new(FtpAccountRecord {
            home_directory,
            settings,
            access_version: before.access_version + i64::from(ends_sessions),
            ..before.clone()
        }),
        fields,
    }
}

fn row(draft: &Draft, step: &Step, proposal: Option<AccountName>) -> ImportRow {
    let (outcome, password) = match step {
        Step::Add { .. } => {
            let password = match &draft.password {
                DraftPassword::Kept(_) => ImportedPassword::HashKept,
                DraftPassword::Plain(_) => ImportedPassword::Hashed,
                DraftPassword::Link(why) => ImportedPassword::Link(*why),
            };
            (ImportOutcome::Added, Some(password))
        }
        Step::Change { fields, .. } => (
            ImportOutcome::Changed(fields.clone()),
            Some(ImportedPassword::Unchanged),
        ),
        Step::Keep => (ImportOutcome::Unchanged, Some(ImportedPassword::Unchanged)),
        Step::Refuse(refusals) => (ImportOutcome::Refused(refusals.clone()), None),
    };
    ImportRow {
        line: draft.line,
        source_name: draft.source_name.clone(),
        name: proposal.or_else(|| draft.name.clone()),
        home_directory: draft.home_directory.clone(),
        outcome,
        password,
        not_kept: draft.not_kept.clone(),
    }
}

impl Context {
    /// Plans what becomes of drafts in a subscription.
    pub(super) async fn plan_import(
        &self,
        subscription: SubscriptionId,
        drafts: &[Draft],
        defaults: &FtpAccountSettings,
    ) -> Result<Plan, AppError> {
        let names: Vec<AccountName> = drafts.iter().filter_map(|one| one.name.clone()).collect();
        let found = self.find_imported(subscription, &names).await?;
        Ok(Plan::new(drafts, &found, defaults))
    }

    /// What a plan does, with a name proposed for each account that is refused for its own.
    pub(super) async fn preview_of(
        &self,
        plan: &Plan,
        drafts: &[Draft],
    ) -> Result<ImportPreview, AppError> {
        let mut proposals = Proposals::default();
        proposals.take(drafts.iter().filter_map(|draft| draft.name.clone()));
        let mut proposed = vec![None; drafts.len()];
        let steps = plan.steps.iter().enumerate();
        let mut open: Vec<usize> = steps
            .filter(|(_, step)| is_refused_for_its_name(step))
            .map(|(index, _)| index)
            .collect();
        for _ in 0..MAX_ROUNDS {
            for &index in &open {
                proposed[index] = proposals.propose(&drafts[index].source_name);
            }
            let names: Vec<AccountName> = open
                .iter()
                .filter_map(|&index| proposed[index].clone())
                .collect();
            let taken: HashSet<AccountName> = self.taken_names(&names).await?.into_keys().collect();
            let is_taken = |index: &usize| {
                let name = proposed[*index].as_ref();
                name.is_some_and(|name| taken.contains(name))
            };
            open.retain(is_taken);
            if open.is_empty() {
                break;
            }
        }
        for index in open {
            proposed[index] = None;
        }
        Ok(plan.preview(drafts, proposed))
    }
}

fn is_refused_for_its_name(step: &Step) -> bool {
    let of_name = |refusal: &ImportRefusal| matches!(refusal, ImportRefusal::Field { field, .. } if *field == Field::AccountName);
    matches!(step, Step::Refuse(refusals) if refusals.iter().any(of_name))
}
