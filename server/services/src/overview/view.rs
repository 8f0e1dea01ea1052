//! Looking at the whole server, or at a subscription.

use model::{
    ActivitySums, Actor, AppError, DomainName, Overview, OverviewPeriod, Permission, UtcDay,
    UtcTime,
};

use super::Overviews;
use crate::context::Context;
use crate::store::{Notable, SubscriptionId};

impl Overviews {
    /// The whole server at a glance.
    ///
    /// Who may: administrators only. Its sums have what was done in subscriptions that are gone, and
    /// refused sign-ins whose names are no account's.
    ///
    /// # Errors
    /// [`AppError::AdministratorsOnly`].
    pub async fn server(
        &self,
        actor: &Actor,
        period: OverviewPeriod,
    ) -> Result<Overview, AppError> {
        self.context.administrators_only(actor)?;
        self.context.overview(None, period).await
    }

    /// A subscription at a glance.
    ///
    /// Who may: whoever may view it.
    ///
    /// # Errors
    /// [`AppError::NotFound`] for another's subscription.
    pub async fn subscription(
        &self,
        actor: &Actor,
        domain: &DomainName,
        period: OverviewPeriod,
    ) -> Result<Overview, AppError> {
        let found = self
            .context
            .authorised_subscription(actor, domain, Permission::View)
            .await?;
        let of = Some((found.id, found.domain));
        self.context.overview(of, period).await
    }
}

impl Context {
    /// What was done in a period's days until now, which the whole server's row of each day or the
    /// subscription's tells, and the accounts at the ends of some indexes.
    async fn overview(
        &self,
        of: Option<(SubscriptionId, DomainName)>,
        period: OverviewPeriod,
    ) -> Result<Overview, AppError> {
        let (subscription, domain) = of.unzip();
        let now = UtcTime::now();
        let today = UtcDay::of(now);
        let first_day = today.plus(1 - i64::from(period.days()));
        let store = self.store();
        let found = store.ftp_activity_days(subscription, first_day, today);
        let found = found.await?;
        let soon = now.plus_days(Overview::EXPIRY_DAYS);
        let accounts = |notable| store.notable_ftp_accounts(subscription, notable);
        Ok(Overview {
            domain,
            sessions: self.count_open_sessions(subscription) as u64,
            period,
            first_day,
            steps: every_step(first_day, period, &found),
            largest: accounts(Notable::Largest).await?,
            expiring: accounts(Notable::Expiring(now, soon)).await?,
            nearly_full: accounts(Notable::NearlyFull).await?,
        })
    }
}

/// The sums of every step, also of those in which nothing was done.
fn every_step(
    first: UtcDay,
    period: OverviewPeriod,
    found: &[(UtcDay, ActivitySums)],
) -> Vec<ActivitySums> {
    let step = i64::from(period.step());
    let mut steps = vec![ActivitySums::default(); usize::from(period.days() / period.step())];
    for (day, sums) in found {
        let at = usize::try_from((day.0 - first.0).div_euclid(step));
        if let Some(sum) = at.ok().and_then(|at| steps.get_mut(at)) {
            *sum += *sums;
        }
    }
    steps
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_and_weeks_in_which_nothing_was_done_are_there_too() {
        let sums = |uploads| ActivitySums {
            uploads,
            ..ActivitySums::default()
        };
        let first = UtcDay(100);
        let found = [
            (UtcDay(99), sums(1_000)),
            (UtcDay(100), sums(1)),
            (UtcDay(106), sums(2)),
            (UtcDay(129), sums(4)),
            (UtcDay(464), sums(2_000)),
        ];
        for (period, steps, expected) in [
            (OverviewPeriod::Days30, 30, vec![(0, 1), (6, 2), (29, 4)]),
            (OverviewPeriod::Weeks52, 52, vec![(0, 3), (4, 4)]),
        ] {
            let found = every_step(first, period, &found);
            assert_eq!(found.len(), steps);
            let done: Vec<(usize, u64)> = found
                .iter()
                .enumerate()
                .filter(|(_, sums)| !sums.is_zero())
                .map(|(at, sums)| (at, sums.uploads))
                .collect();
            assert_eq!(done, expected);
        }
    }
}
