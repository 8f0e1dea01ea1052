//! The open FTP sessions that an actor may see.

use model::{Actor, AppError, DomainName, Permission};

use super::registry::FtpSessionStatus;
use crate::context::Context;
use crate::store::{FtpAccountId, SubscriptionId};

/// An open session, with the subscription of its account.
pub(super) struct VisibleSession {
    pub(super) status: FtpSessionStatus,
    pub(super) subscription: SubscriptionId,
    pub(super) domain: DomainName,
}

impl Context {
    /// The open sessions of a subscription in which the actor may do this, or all of them, oldest
    /// first.
    pub(super) async fn visible_sessions(
        &self,
        actor: &Actor,
        domain: Option<&DomainName>,
        permission: Permission,
    ) -> Result<Vec<VisibleSession>, AppError> {
        let subscription = match domain {
            Some(domain) => Some(
                self.authorised_subscription(actor, domain, permission)
                    .await?,
            ),
            None => {
                self.administrators_only(actor)?;
                None
            }
        };
        let open: Vec<(FtpSessionStatus, SubscriptionId)> = self
            .open_sessions()
            .into_iter()
            .filter_map(|status| {
                let id = self.activity.subscription_of(status.account)?;
                let is_selected = subscription.as_ref().is_none_or(|only| only.id == id);
                is_selected.then_some((status, id))
            })
            .collect();
        let domains = match subscription {
            Some(only) => vec![(only.id, only.domain)],
            None => {
                let mut ids: Vec<SubscriptionId> = open.iter().map(|(_, id)| *id).collect();
                ids.sort_unstable();
                ids.dedup();
                self.store().domains(&ids).await?
            }
        };
        let visible = open.into_iter().filter_map(|(status, subscription)| {
            let found = domains.iter().find(|(id, _)| *id == subscription);
            found.map(|(_, domain)| VisibleSession {
                status,
                subscription,
                domain: domain.clone(),
            })
        });
        Ok(visible.collect())
    }

    /// How many sessions of a subscription, or of all of them, are open.
    pub(crate) fn count_open_sessions(&self, only: Option<SubscriptionId>) -> usize {
        let open = self.open_sessions().into_iter();
        open.filter_map(|status| self.activity.subscription_of(status.account))
            .filter(|subscription| only.is_none_or(|only| only == *subscription))
            .count()
    }

    /// The open sessions of one account, oldest first.
    pub(crate) fn ftp_sessions_of(&self, account: FtpAccountId) -> Vec<FtpSessionStatus> {
        let open = self.open_sessions().into_iter();
        open.filter(|status| status.account == account).collect()
    }

    fn open_sessions(&self) -> Vec<FtpSessionStatus> {
        let sessions = self.ftp_sessions.as_ref();
        sessions.map(|sessions| sessions.list()).unwrap_or_default()
    }
}
