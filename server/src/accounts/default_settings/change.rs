//! Changing what new FTP accounts begin with.

use app::model::{Actor, DomainName, FtpAccountSettings, Operation, Problem};

use super::super::Accounts;
use super::super::audit::Trail;
use crate::store::{Deed, Subject};

impl Accounts {
    /// Changes what a subscription's new FTP accounts begin with. Those that there are stay as
    /// they are. If nothing differs, the version stays too.
    ///
    /// Who may: an administrator, and the customer who owns the subscription.
    ///
    /// # Errors
    /// [`Problem::DefaultsChangedMeanwhile`] if they are not at the version any more that the
    /// change was made from; [`Problem::Malformed`] for an expiry, which can be no default;
    /// [`Problem::NotFound`] for another's subscription.
    pub async fn change_default_settings(
        &self,
        actor: &Actor,
        domain: &DomainName,
        version: i64,
        settings: FtpAccountSettings,
    ) -> Result<Operation, Problem> {
        let subscription = self.authorised_subscription(actor, domain).await?;
        if settings.expires_at.is_some() {
            return Err(Problem::Malformed);
        }
        let trail = Trail::begin(actor)?;
        let writing = self.store().write().await?;
        let (before, now) = writing.default_settings(subscription.id).await?;
        let mut current = now == version;
        if current && before != settings {
            current = writing
                .change_default_settings(subscription.id, version, &settings, trail.at)
                .await?;
        }
        if !current {
            return Err(Problem::DefaultsChangedMeanwhile);
        }
        let subject = Subject {
            name: Some(subscription.domain.as_str().to_owned()),
            subscription: Some((subscription.id, subscription.domain)),
            ..Subject::default()
        };
        trail
            .write(
                &writing,
                Deed::DefaultSettingsChanged,
                subject,
                Some(&before),
                Some(&settings),
            )
            .await?;
        writing.commit().await?;
        Ok(trail.finish())
    }
}
