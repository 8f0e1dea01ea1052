//! The hashes by which imported accounts sign in.

use std::collections::HashMap;

use futures_util::{StreamExt as _, TryStreamExt as _, stream};
use model::AppError;

use super::draft::{Draft, DraftPassword};
use super::plan::{Plan, Step};
use crate::context::Context;
use crate::store::NO_PASSWORD;
use crate::work_budget::WorkFor;

/// Passwords that are hashed at once, or wait for that.
const MAX_AT_ONCE: usize = 4;

/// The hash of each plain password that was hashed, by the number of its draft.
#[derive(Default)]
pub(super) struct Hashes(HashMap<usize, String>);

impl Hashes {
    /// Hashes the plain passwords of the accounts that a plan adds, but for those that are hashed
    /// already.
    ///
    /// # Errors
    /// [`AppError::Busy`] if too much work waits already.
    pub(super) async fn complete(
        &mut self,
        context: &Context,
        client: WorkFor,
        drafts: &[Draft],
        plan: &Plan,
    ) -> Result<(), AppError> {
        let steps = plan.steps.iter().zip(drafts).enumerate();
        let open: Vec<_> = steps
            .filter_map(|(index, (step, draft))| match (step, &draft.password) {
                (Step::Add { .. }, DraftPassword::Plain(password)) => Some((index, password)),
                _ => None,
            })
            .filter(|(index, _)| !self.0.contains_key(index))
            .collect();
        let hash = async |index, password| {
            let hash = context.hasher().hash_again(password, client).await?;
            Ok::<_, AppError>((index, hash))
        };
        // Not by the stream's own `map`: a closure there keeps the import from being a task of its own.
        let hashes: Vec<_> = open.into_iter().map(|(i, p)| hash(i, p)).collect();
        let hashes = stream::iter(hashes).buffer_unordered(MAX_AT_ONCE);
        let hashes: Vec<_> = hashes.try_collect().await?;
        self.0.extend(hashes);
        Ok(())
    }

    /// What is stored of the password of a draft.
    pub(super) fn of(&self, index: usize, draft: &Draft) -> String {
        match &draft.password {
            DraftPassword::Kept(hash) => hash.clone(),
            DraftPassword::Plain(_) => self.0.get(&index).cloned().unwrap_or_default(),
            DraftPassword::Link(_) => NO_PASSWORD.to_owned(),
        }
    }
}
