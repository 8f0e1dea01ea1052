//! The home directories of imported accounts on disk.

use std::collections::HashMap;

use model::{AppError, Field, FieldError, HomeDirectory, ImportRefusal};

use super::plan::{Plan, Step};
use crate::context::Context;
use crate::home_directory::{self, CreatedHomes};
use crate::store::SubscriptionRecord;
use crate::work_budget::WorkFor;

impl Context {
    /// Creates the homes of the accounts that a plan adds or moves. The plan has each as the disk
    /// spells it then, and refuses the accounts whose homes cannot be ones.
    ///
    /// # Errors
    /// [`AppError::Busy`] if it takes too long; [`AppError::SystemUserUnavailable`]. What was
    /// created by then is in `created`.
    pub(super) async fn create_planned_homes(
        &self,
        client: WorkFor,
        subscription: &SubscriptionRecord,
        plan: &mut Plan,
        created: &mut CreatedHomes,
    ) -> Result<(), AppError> {
        let mut homes: Vec<HomeDirectory> =
            plan.steps.iter().filter_map(new_home).cloned().collect();
        homes.sort_unstable();
        homes.dedup();
        let spelt =
            home_directory::create_many(self, client, subscription, &homes, created).await?;
        let spelt: HashMap<_, _> = homes.into_iter().zip(spelt).collect();
        for step in &mut plan.steps {
            let found = new_home(step).and_then(|home| spelt.get(home));
            match found {
                Some(Ok(home)) => settle(step, home),
                Some(Err(error)) => *step = refused(*error),
                None => {}
            }
        }
        Ok(())
    }
}

/// The home that an account is to have, and has not yet.
fn new_home(step: &Step) -> Option<&HomeDirectory> {
    match step {
        Step::Add { home_directory, .. } => Some(home_directory),
        Step::Change { before, after, .. } => {
            let is_moved = after.home_directory != before.home_directory;
            is_moved.then_some(&after.home_directory)
        }
        Step::Keep | Step::Refuse(_) => None,
    }
}

fn settle(step: &mut Step, home: &HomeDirectory) {
    match step {
        Step::Add { home_directory, .. } => *home_directory = home.clone(),
        Step::Change { after, .. } => after.home_directory = home.clone(),
        Step::Keep | Step::Refuse(_) => {}
    }
}

fn refused(error: FieldError) -> Step {
    Step::Refuse(vec![ImportRefusal::Field {
        field: Field::HomeDirectory,
        error,
    }])
}
