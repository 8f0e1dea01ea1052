//! What subscriptions may have and use, and plans.

use std::sync::Arc;

use model::{
    Actor, AppError, EditedSettings, ExpectedVersion, Field, FieldError, FtpAccountChange,
    FtpAccountSettings, LimitsSource, LockedSettings, PageNumber, Permission, Plan, PlanId,
    PlanName, Role, SubscriptionLimits,
};
use sea_orm::ConnectionTrait;
use tokio::task::JoinSet;

use crate::support::{Installation, at, domain, name, new_account};

const COMMAND_LINE: Actor = Actor::CommandLine;

fn limited(set: &[(Field, &str)]) -> SubscriptionLimits {
    let mut limits = SubscriptionLimits::default();
    for (field, text) in set {
        limits.set(*field, text).unwrap();
    }
    limits
}

fn locked(keys: &str) -> SubscriptionLimits {
    SubscriptionLimits {
        locked: LockedSettings::parse(keys).unwrap(),
        ..SubscriptionLimits::default()
    }
}

fn plan(name: &str, limits: SubscriptionLimits) -> Plan {
    Plan {
        name: PlanName::parse(name).unwrap(),
        limits,
    }
}

impl Installation {
    /// Gives `example.com` limits, whatever they mean for it.
    async fn limit(&self, actor: &Actor, source: LimitsSource) -> Result<(), AppError> {
        let (limits, example) = (&self.services.limits, domain("example.com"));
        let now = limits.view(actor, &example).await?;
        let preview = limits.preview(actor, &example, &source).await?;
        let change = limits.change(actor, &example, now.version, source, &preview.limits);
        change.await.map(drop)
    }

    async fn own(&self, limits: SubscriptionLimits) {
        let source = LimitsSource::Own(limits);
        self.limit(&COMMAND_LINE, source).await.unwrap();
    }

    async fn try_add(&self, actor: &Actor, account: &str) -> Result<(), AppError> {
        let new = new_account(account, "/");
        let accounts = &self.services.ftp_accounts;
        let added = accounts.add(actor, &domain("example.com"), new).await;
        added.map(drop)
    }

    /// Adds a plan, and returns its key.
    async fn add_plan(&self, actor: &Actor, plan: Plan) -> PlanId {
        let name = plan.name.clone();
        self.services.plans.add(actor, plan).await.unwrap();
        let found = self.services.plans.find(actor, &name, None).await;
        found.unwrap().id
    }
}

#[tokio::test]
async fn there_are_never_more_accounts_than_the_subscription_may_have() {
    let installation = Arc::new(Installation::with_example().await);
    installation
        .own(limited(&[(Field::MaxFtpAccounts, "4")]))
        .await;
    let mut all = JoinSet::new();
    for number in 0..8 {
        let installation = Arc::clone(&installation);
        all.spawn(async move {
            let name = format!("account-{number}");
            installation.try_add(&COMMAND_LINE, &name).await
        });
    }
    let full = AppError::TooManyFtpAccounts { has: 4, most: 4 };
    let results = all.join_all().await;
    assert_eq!(results.iter().filter(|result| result.is_ok()).count(), 3);
    for error in results.into_iter().filter_map(Result::err) {
        assert_eq!(error, full);
    }
    // Below fewer than there are, nothing goes, and nothing comes.
    installation
        .own(limited(&[(Field::MaxFtpAccounts, "2")]))
        .await;
    let over = AppError::TooManyFtpAccounts { has: 4, most: 2 };
    assert_eq!(installation.try_add(&COMMAND_LINE, "more").await, Err(over));
    installation
        .own(limited(&[(Field::MaxFtpAccounts, "4")]))
        .await;
    let in_use = &installation.services.limits;
    let in_use = in_use.in_use(&COMMAND_LINE, &domain("example.com")).await;
    assert_eq!(in_use.unwrap().used.ftp_accounts, 4);
}

#[tokio::test]
async fn what_comes_out_of_the_trash_needs_room_too() {
    let installation = Installation::with_example().await;
    installation.add_account("paul", "/").await;
    installation.remove("paul").await;
    installation
        .own(limited(&[(Field::MaxFtpAccounts, "1")]))
        .await;
    let (trash, example) = (&installation.services.trash, domain("example.com"));
    let restored = trash
        .restore(&COMMAND_LINE, &example, &[name("paul")])
        .await;
    let full = AppError::TooManyFtpAccounts { has: 1, most: 1 };
    assert_eq!(restored.map(drop), Err(full));
    installation
        .own(limited(&[(Field::MaxFtpAccounts, "2")]))
        .await;
    let twice = [name("paul"), name("paul")];
    trash
        .restore(&COMMAND_LINE, &example, &twice)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_plan_changes_the_limits_of_those_that_have_it_once_that_was_seen() {
    let installation = Installation::with_example().await;
    for account in ["one", "two"] {
        installation.add_account(account, "/").await;
    }
    installation
        .add_subscription("other.example", "marie", "other")
        .await;
    let services = &installation.services;
    let small = plan("Small", limited(&[(Field::MaxFtpAccounts, "10")]));
    let id = installation.add_plan(&COMMAND_LINE, small).await;
    let source = LimitsSource::Plan(id);
    installation
        .limit(&COMMAND_LINE, source.clone())
        .await
        .unwrap();

    let smaller = plan("Small", limited(&[(Field::MaxFtpAccounts, "2")]));
    let change = |version, seen: String| {
        let (plans, smaller) = (&services.plans, smaller.clone());
        async move {
            plans
                .change(&COMMAND_LINE, id, version, smaller, &seen)
                .await
        }
    };
    let refused = change(1, String::new()).await.unwrap_err();
    let AppError::BeyondLimits(preview) = refused else {
        panic!("{refused:?}")
    };
    assert_eq!((preview.subscriptions, preview.over), (1, 1));
    assert_eq!(preview.examples[0].domain, domain("example.com"));
    let excess = preview.examples[0].excesses[0];
    assert_eq!((excess.has, excess.most), (3, 2));
    // What was seen is these limits, and no others.
    let others = limited(&[(Field::MaxFtpAccounts, "1")]).fingerprint();
    assert!(change(1, others).await.is_err());
    let done = change(1, preview.limits.clone()).await.unwrap();
    services
        .plans
        .view_receipt(&COMMAND_LINE, &done)
        .await
        .unwrap();
    assert_eq!(
        change(1, preview.limits).await,
        Err(AppError::SettingsEditConflict(EditedSettings::Limits))
    );
    let example = domain("example.com");
    let view = services.limits.view(&COMMAND_LINE, &example).await.unwrap();
    assert_eq!((view.plan, view.limits), (Some(id), smaller.limits.clone()));
    let example = domain("other.example");
    let other = services.limits.view(&COMMAND_LINE, &example).await;
    assert!(other.unwrap().limits.is_unlimited());

    // A plan in use stays; without it, its limits stay as the subscription's own.
    let removed = services
        .plans
        .remove(&COMMAND_LINE, id, &ExpectedVersion::Any)
        .await;
    let in_use = AppError::PlanInUse { subscriptions: 1 };
    assert_eq!(removed.map(drop), Err(in_use));
    installation.own(smaller.limits).await;
    let late = ExpectedVersion::OneOf(vec![1]);
    let late = services.plans.remove(&COMMAND_LINE, id, &late).await;
    let conflict = AppError::SettingsEditConflict(EditedSettings::Limits);
    assert_eq!(late.map(drop), Err(conflict));
    let in_time = ExpectedVersion::OneOf(vec![2]);
    let removed = services.plans.remove(&COMMAND_LINE, id, &in_time).await;
    removed.unwrap();
    let listed = services.plans.list(&COMMAND_LINE, PageNumber::FIRST).await;
    assert_eq!(listed.unwrap().total, 0);
    let audit = installation.audit_text().await;
    for action in ["plan.add", "plan.change", "plan.remove", "limits.change"] {
        assert!(audit.contains(action), "{action}");
    }
}

#[tokio::test]
async fn changes_from_an_older_version_are_told_so() {
    let installation = Installation::with_example().await;
    let limits = &installation.services.limits;
    let source = LimitsSource::Own(limited(&[(Field::MaxFtpSessions, "3")]));
    let example = domain("example.com");
    let change = async |version| {
        let source = source.clone();
        limits
            .change(&COMMAND_LINE, &example, version, source, "")
            .await
    };
    let done = change(0).await.unwrap();
    assert_eq!(limits.view_receipt(&COMMAND_LINE, &done).await, Ok(true));
    assert_eq!(
        change(0).await,
        Err(AppError::SettingsEditConflict(EditedSettings::Limits))
    );
    // The same again changes nothing, and no version.
    let done = change(1).await.unwrap();
    assert_eq!(limits.view_receipt(&COMMAND_LINE, &done).await, Ok(false));
    assert_eq!(change(1).await.map(drop), Ok(()));
}

#[tokio::test]
async fn two_plans_of_one_maker_never_have_one_name() {
    let installation = Installation::new().await;
    installation.add_user("rita", Role::Reseller).await;
    let (_, rita) = installation.sign_in("rita").await;
    let plans = &installation.services.plans;
    let small = || plan("Small", SubscriptionLimits::default());
    let own = installation.add_plan(&rita, small()).await;
    let server_s = installation.add_plan(&COMMAND_LINE, small()).await;
    let again = plans.add(&rita, plan("SMALL", SubscriptionLimits::default()));
    let taken = at(Field::PlanName, FieldError::Taken);
    assert_eq!(again.await.map(drop), Err(taken));
    // Each sees the own; an administrator all.
    let seen = plans.list(&rita, PageNumber::FIRST).await.unwrap();
    assert_eq!(
        seen.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
        [own]
    );
    assert_eq!(plans.view(&rita, server_s).await, Err(AppError::NotFound));
    let removed = plans.remove(&rita, server_s, &ExpectedVersion::Any).await;
    assert_eq!(removed.map(drop), Err(AppError::NotFound));
    let all = plans.list(&COMMAND_LINE, PageNumber::FIRST).await.unwrap();
    assert_eq!(
        all.rows.iter().map(|row| row.id).collect::<Vec<_>>(),
        [server_s, own]
    );
}

#[tokio::test]
async fn a_subscription_gets_plans_of_its_own_provider_only() {
    let installation = Installation::with_example().await;
    for reseller in ["rita", "otto"] {
        installation.add_user(reseller, Role::Reseller).await;
    }
    let database = installation.database().await;
    let of_rita = "UPDATE panel_user SET reseller_id = \
                   (SELECT id FROM panel_user WHERE login = 'rita') WHERE login = 'marie'";
    database.execute_unprepared(of_rita).await.unwrap();
    let (_, rita) = installation.sign_in("rita").await;
    let (_, otto) = installation.sign_in("otto").await;
    let (_, marie) = installation.sign_in("marie").await;
    let unlimited = |name| plan(name, SubscriptionLimits::default());
    let hers = installation.add_plan(&rita, unlimited("Hers")).await;
    let his = installation.add_plan(&otto, unlimited("His")).await;
    let server_s = installation.add_plan(&COMMAND_LINE, unlimited("All")).await;
    let none = at(Field::Plan, FieldError::NoSuchPlan);
    let give = async |actor: &Actor, plan| {
        let source = LimitsSource::Plan(plan);
        installation.limit(actor, source).await
    };
    assert_eq!(give(&rita, his).await, Err(none.clone()));
    assert_eq!(give(&rita, server_s).await, Err(none.clone()));
    assert_eq!(give(&rita, hers).await, Ok(()));
    assert_eq!(give(&COMMAND_LINE, his).await, Err(none));
    assert_eq!(give(&COMMAND_LINE, server_s).await, Ok(()));
    assert_eq!(give(&otto, his).await, Err(AppError::NotFound));
    assert_eq!(give(&marie, hers).await, Err(AppError::NotPermitted));
    // The owner sees the limits, and not what the provider calls them.
    let (limits, example) = (&installation.services.limits, domain("example.com"));
    let seen = limits.in_use(&marie, &example).await.unwrap();
    assert_eq!(seen.plan, None);
    let seen = limits.in_use(&rita, &example).await.unwrap();
    assert_eq!(seen.plan.map(String::from).as_deref(), Some("All"));
    let plans = &installation.services.plans;
    let refused = plans.list(&marie, PageNumber::FIRST).await;
    assert_eq!(refused.map(drop), Err(AppError::AdministratorsOnly));
}

#[tokio::test]
async fn the_owner_changes_no_locked_setting_and_gets_its_default() {
    let installation = Installation::with_example().await;
    let (_, marie) = installation.sign_in("marie").await;
    let (services, example) = (&installation.services, domain("example.com"));
    let mut defaults = FtpAccountSettings::default();
    defaults.set(Field::QuotaBytes, "1 GB").unwrap();
    let set = services
        .defaults
        .change(&COMMAND_LINE, &example, 0, defaults.clone());
    set.await.unwrap();
    installation.own(locked("quota_bytes,permission")).await;
    let seen = services.subscriptions.view(&marie, &example).await.unwrap();
    assert!(
        seen.locked.contains(Field::QuotaBytes) && !seen.allows(Permission::ManageSubscription)
    );

    let refused = |field| Err(at(field, FieldError::Locked));
    // Added without the default, and with it.
    assert_eq!(
        installation.try_add(&marie, "paul").await,
        refused(Field::QuotaBytes)
    );
    let mut new = new_account("paul", "/");
    new.settings = defaults.clone();
    services
        .ftp_accounts
        .add(&marie, &example, new)
        .await
        .unwrap();

    let change = async |actor: &Actor, set: &[(Field, &str)]| {
        let mut settings = installation.view("paul").await.settings;
        for (field, text) in set {
            settings.set(*field, text).unwrap();
        }
        let change = FtpAccountChange {
            settings: Some(settings),
            ..FtpAccountChange::default()
        };
        let accounts = &services.ftp_accounts;
        let changed = accounts
            .change(actor, &example, &name("paul"), change)
            .await;
        changed.map(drop)
    };
    let more = [(Field::QuotaBytes, "2 GB")];
    assert_eq!(change(&marie, &more).await, refused(Field::QuotaBytes));
    let other = [(Field::Permission, "read-only"), (Field::Note, "x")];
    assert_eq!(change(&marie, &other).await, refused(Field::Permission));
    assert_eq!(change(&marie, &[(Field::Note, "x")]).await, Ok(()));
    assert_eq!(change(&COMMAND_LINE, &more).await, Ok(()));
    // The defaults are settings, too.
    let unlimited = FtpAccountSettings::default();
    let set = services
        .defaults
        .change(&marie, &example, 1, unlimited)
        .await;
    assert_eq!(set.map(drop), refused(Field::QuotaBytes));
}
