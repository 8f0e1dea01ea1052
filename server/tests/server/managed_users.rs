//! Panel users, managed by administrators and resellers: added, changed, disabled, removed.

use model::{
    Actor, AppError, EditedSettings, ExpectedVersion, Field, FieldError, LinkValidity, Login,
    PanelUserDetails, PanelUserHeirs, PanelUserListing, PasswordUse, ResellerLimit, ResellerLimits,
    Role, SetPasswordForm,
};
use sea_orm::ConnectionTrait;
use services::{FormerTokens, OneTimeToken};

use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, at, domain, new_account, origin, texts,
};

const ACTOR: Actor = Actor::CommandLine;

pub(crate) fn login(text: &str) -> Login {
    Login::parse(text).unwrap()
}

pub(crate) fn details(text: &str, role: Role) -> PanelUserDetails {
    PanelUserDetails {
        login: login(text),
        display_name: text.to_owned(),
        email: None,
        role,
        disabled: false,
        reseller: None,
        limits: ResellerLimits::default(),
    }
}

/// Changes a panel user as they are now.
async fn change(
    installation: &Installation,
    actor: &Actor,
    user: &str,
    edit: impl FnOnce(&mut PanelUserDetails),
) -> Result<(), AppError> {
    let users = &installation.services.panel_users;
    let now = users.view(&ACTOR, &login(user)).await?;
    let mut details = now.details;
    edit(&mut details);
    let user = login(user);
    let changed = users.change(actor, &user, now.version, details);
    changed.await.map(drop)
}

/// Adds a customer of a reseller.
async fn add_customer(installation: &Installation, customer: &str, reseller: &str) {
    installation.add_user(customer, Role::Customer).await;
    let of_reseller = change(installation, &ACTOR, customer, |details| {
        details.reseller = Some(login(reseller));
    });
    of_reseller.await.unwrap();
}

fn heirs(subscriptions: &str) -> PanelUserHeirs {
    PanelUserHeirs {
        subscriptions: Some(login(subscriptions)),
        customers: None,
    }
}

async fn sign_in(installation: &Installation, user: &str, password: &str) -> Option<AppError> {
    let (origin, former) = (origin(), FormerTokens::default());
    let sessions = &installation.services.sessions;
    let signed_in = sessions.sign_in(user, password, &origin, &former);
    signed_in.await.err()
}

fn typed_twice(password: &str) -> SetPasswordForm {
    SetPasswordForm {
        password: password.into(),
        repeated: password.into(),
    }
}

async fn logins(installation: &Installation, actor: &Actor, query: &str) -> Vec<String> {
    let listing = PanelUserListing::parse(query);
    let users = &installation.services.panel_users;
    let rows = users.list(actor, &listing).await.unwrap().users.rows;
    rows.iter().map(|row| row.login.to_string()).collect()
}

#[tokio::test]
async fn people_are_searched_filtered_and_sorted() {
    let installation = Installation::with_example().await;
    for (user, role) in [
        ("boss", Role::Administrator),
        ("rex", Role::Reseller),
        ("paul2", Role::Customer),
        ("paul10", Role::Customer),
    ] {
        installation.add_user(user, role).await;
    }
    let named = change(&installation, &ACTOR, "paul2", |details| {
        details.display_name = "Élodie Dupré".to_owned();
        details.disabled = true;
    });
    named.await.unwrap();
    installation.sign_in("marie").await;
    let list = async |query: &str| logins(&installation, &ACTOR, query).await;
    assert_eq!(list("").await, ["boss", "marie", "paul2", "paul10", "rex"]);
    assert_eq!(list("q=elo+dup").await, ["paul2"]);
    assert_eq!(list("q=paul").await, ["paul2", "paul10"]);
    // It is no pattern.
    assert!(list("q=p%25l").await.is_empty());
    assert_eq!(list("role=reseller").await, ["rex"]);
    assert_eq!(list("status=disabled").await, ["paul2"]);
    let never = list("status=never-signed-in&sort=-login").await;
    assert_eq!(never, ["rex", "paul10", "paul2", "boss"]);
    assert_eq!(list("sort=-last-sign-in").await[0], "marie");
    assert_eq!(list("sort=name").await[1], "paul2");
    assert!(list("page=2").await.is_empty());
    let listing = PanelUserListing::parse("q=marie");
    let users = &installation.services.panel_users;
    let rows = users.list(&ACTOR, &listing).await.unwrap().users;
    assert_eq!((rows.total, rows.rows[0].subscriptions), (1, 1));
}

#[tokio::test]
async fn whoever_is_added_by_link_sets_the_password_once() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let users = &services.panel_users;
    let new = details("anne", Role::Customer);
    let validity = LinkValidity::default();
    let token = users
        .add_by_link(&ACTOR, new.clone(), validity)
        .await
        .unwrap();
    let again = users.add_by_link(&ACTOR, new, validity).await;
    assert_eq!(again.err(), Some(at(Field::Login, FieldError::Taken)));
    // Not even the empty password is right.
    for password in ["", PASSWORD] {
        let refused = sign_in(&installation, "anne", password).await;
        assert_eq!(refused, Some(AppError::WrongCredentials));
    }
    let opened = users.open_link(&token, &origin()).await.unwrap();
    assert_eq!(
        (opened.login.as_str(), opened.role),
        ("anne", Role::Customer)
    );
    let weak = typed_twice("password1234");
    let refused = users.set_password_by_link(&token, &weak, &origin()).await;
    assert!(matches!(refused, Err(AppError::Invalid(_))));
    let both = [PASSWORD, OTHER_PASSWORD].map(|password| {
        let (users, token) = (users.clone(), token.clone());
        async move {
            let form = typed_twice(password);
            users.set_password_by_link(&token, &form, &origin()).await
        }
    });
    let [first, second] = both;
    let (first, second) = tokio::join!(first, second);
    let outcomes = [first.is_ok(), second.is_ok()];
    assert_ne!(outcomes[0], outcomes[1], "one of the two uses it");
    let password = if outcomes[0] {
        PASSWORD
    } else {
        OTHER_PASSWORD
    };
    assert_eq!(sign_in(&installation, "anne", password).await, None);
    let used = users.open_link(&token, &origin()).await;
    assert_eq!(used.err(), Some(AppError::NotFound));
    let audit = installation.audit_text().await;
    for line in [
        "panel_user.add (command line) anne",
        "panel_user_link.make (command line) anne",
        "panel_user_link.use (one-time link) anne",
        "panel_user.change_password (one-time link) anne",
    ] {
        assert!(audit.contains(line), "{line}: {audit}");
    }
    let database = installation.database().await;
    let stored = texts(&database, "SELECT token_hash FROM panel_user_link").await;
    assert!(stored.is_empty() && !audit.contains(token.expose()));
}

#[tokio::test]
async fn a_link_keeps_the_old_password_until_it_is_used_and_works_for_a_while() {
    let installation = Installation::with_example().await;
    let users = &installation.services.panel_users;
    let (_, marie) = installation.sign_in("marie").await;
    let user = login("marie");
    let validity = LinkValidity::default();
    let by_customer = users.make_link(&marie, &user, validity).await;
    assert_eq!(by_customer.err(), Some(AppError::AdministratorsOnly));
    let first = users.make_link(&ACTOR, &user, validity).await.unwrap();
    let second = users.make_link(&ACTOR, &user, validity).await.unwrap();
    let works = async |token: &OneTimeToken| users.open_link(token, &origin()).await.is_ok();
    assert!(!works(&first).await && works(&second).await);
    assert_eq!(sign_in(&installation, "marie", PASSWORD).await, None);
    let database = installation.database().await;
    let expire = "UPDATE panel_user_link SET expires_at = 1";
    database.execute_unprepared(expire).await.unwrap();
    assert!(!works(&second).await);
    let third = users.make_link(&ACTOR, &user, validity).await.unwrap();
    users.revoke_link(&ACTOR, &user).await.unwrap();
    users.revoke_link(&ACTOR, &user).await.unwrap();
    assert!(!works(&third).await);
    // Another password makes it useless, too.
    let fourth = users.make_link(&ACTOR, &user, validity).await.unwrap();
    let new = crate::support::password(OTHER_PASSWORD);
    let kept = PasswordUse::Permanent;
    users.set_password(&ACTOR, &user, new, kept).await.unwrap();
    assert!(!works(&fourth).await);
}

#[tokio::test]
async fn wrong_links_of_either_kind_count_for_the_same_throttle() {
    let installation = Installation::with_example().await;
    let users = &installation.services.panel_users;
    let mut refused = Vec::new();
    for number in 0..40 {
        let wrong = OneTimeToken::new(format!("wrong-{number}"));
        refused.push(users.open_link(&wrong, &origin()).await.err());
    }
    assert_eq!(refused[0], Some(AppError::NotFound));
    let last = refused.last().unwrap();
    assert!(matches!(last, Some(AppError::Throttled { .. })), "{last:?}");
    let user = login("marie");
    let token = users.make_link(&ACTOR, &user, LinkValidity::default());
    let token = token.await.unwrap();
    assert!(users.open_link(&token, &origin()).await.is_ok());
}

#[tokio::test]
async fn whoever_is_disabled_is_out_at_once_and_their_sites_are_served() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let (token, _) = installation.sign_in("marie").await;
    let user = login("marie");
    let link = services
        .panel_users
        .make_link(&ACTOR, &user, LinkValidity::default());
    let link = link.await.unwrap();
    let disabled = change(&installation, &ACTOR, "marie", |details| {
        details.disabled = true
    });
    disabled.await.unwrap();
    assert!(services.sessions.resume(&token).await.unwrap().is_none());
    for password in [PASSWORD, "wrong"] {
        let refused = sign_in(&installation, "marie", password).await;
        assert_eq!(refused, Some(AppError::WrongCredentials));
    }
    let audit = installation.audit_text().await;
    let why = "session.sign_in_refused (nobody) marie  {\"reason\":\"disabled\"}";
    assert_eq!(audit.matches(why).count(), 1, "{audit}");
    let opened = services.panel_users.open_link(&link, &origin()).await;
    assert_eq!(opened.err(), Some(AppError::NotFound));
    assert!(installation.ftp_password_works("example", PASSWORD).await);
    let enabled = change(&installation, &ACTOR, "marie", |details| {
        details.disabled = false
    });
    enabled.await.unwrap();
    assert_eq!(sign_in(&installation, "marie", PASSWORD).await, None);
}

#[tokio::test]
async fn another_role_ends_all_sessions() {
    let installation = Installation::with_example().await;
    installation.add_user("boss", Role::Administrator).await;
    let (token, marie) = installation.sign_in("marie").await;
    let by_customer = change(&installation, &marie, "marie", |details| {
        details.role = Role::Administrator;
    });
    assert_eq!(by_customer.await, Err(AppError::AdministratorsOnly));
    let promoted = change(&installation, &ACTOR, "marie", |details| {
        details.role = Role::Reseller;
    });
    promoted.await.unwrap();
    let sessions = &installation.services.sessions;
    assert!(sessions.resume(&token).await.unwrap().is_none());
}

#[tokio::test]
async fn a_change_carries_the_version_that_it_was_made_from() {
    let installation = Installation::with_example().await;
    let users = &installation.services.panel_users;
    let user = login("marie");
    let seen = users.view(&ACTOR, &user).await.unwrap();
    let first = change(&installation, &ACTOR, "marie", |details| {
        details.display_name = "Marie D.".to_owned();
    });
    first.await.unwrap();
    let late = users.change(&ACTOR, &user, seen.version, seen.details);
    assert_eq!(
        late.await.err(),
        Some(AppError::SettingsEditConflict(EditedSettings::PanelUser))
    );
    let now = users.view(&ACTOR, &user).await.unwrap();
    assert_eq!(now.details.display_name, "Marie D.");
    let taken = change(&installation, &ACTOR, "marie", |details| {
        details.login = login("boss");
    });
    installation.add_user("boss", Role::Administrator).await;
    assert_eq!(taken.await, Err(at(Field::Login, FieldError::Taken)));
    let renamed = change(&installation, &ACTOR, "marie", |details| {
        details.login = login("marie2");
    });
    renamed.await.unwrap();
    assert_eq!(sign_in(&installation, "marie2", PASSWORD).await, None);
}

#[tokio::test]
async fn the_last_administrator_stays_whoever_asks() {
    let installation = Installation::with_example().await;
    for boss in ["boss", "chief"] {
        installation.add_user(boss, Role::Administrator).await;
    }
    let (_, boss) = installation.sign_in("boss").await;
    let users = &installation.services.panel_users;
    for edit in [
        (|details: &mut PanelUserDetails| details.disabled = true) as fn(&mut PanelUserDetails),
        |details| details.role = Role::Customer,
    ] {
        let own = change(&installation, &boss, "boss", edit);
        assert_eq!(own.await, Err(AppError::OwnAccount));
    }
    let (boss_s, chief_s) = (login("boss"), login("chief"));
    let nobody = PanelUserHeirs::default();
    let own = users
        .remove(&boss, &boss_s, &ExpectedVersion::Any, &nobody)
        .await;
    assert_eq!(own.err(), Some(AppError::OwnAccount));
    let own = users.make_link(&boss, &boss_s, LinkValidity::default());
    assert_eq!(own.await.err(), Some(AppError::OwnAccount));
    let chief = change(&installation, &boss, "chief", |details| {
        details.disabled = true
    });
    chief.await.unwrap();
    for edit in [
        (|details: &mut PanelUserDetails| details.disabled = true) as fn(&mut PanelUserDetails),
        |details| details.role = Role::Reseller,
    ] {
        let last = change(&installation, &ACTOR, "boss", edit);
        assert_eq!(last.await, Err(AppError::LastAdministrator));
    }
    let last = users
        .remove(&ACTOR, &boss_s, &ExpectedVersion::Any, &nobody)
        .await;
    assert_eq!(last.err(), Some(AppError::LastAdministrator));
    // Somebody who is disabled anyway may go.
    users
        .remove(&ACTOR, &chief_s, &ExpectedVersion::Any, &nobody)
        .await
        .unwrap();
    let renamed = change(&installation, &ACTOR, "boss", |details| {
        details.login = login("captain");
    });
    renamed.await.unwrap();
}

#[tokio::test]
async fn the_database_itself_keeps_the_last_administrator() {
    let installation = Installation::with_example().await;
    for boss in ["boss", "chief"] {
        installation.add_user(boss, Role::Administrator).await;
    }
    let database = installation.database().await;
    let chief = "UPDATE panel_user SET disabled = TRUE WHERE login = 'chief'";
    database.execute_unprepared(chief).await.unwrap();
    for sql in [
        "UPDATE panel_user SET disabled = TRUE WHERE login = 'boss'",
        "UPDATE panel_user SET role = 'customer' WHERE login = 'boss'",
        "DELETE FROM panel_user WHERE login = 'boss'",
    ] {
        let refused = database.execute_unprepared(sql).await.unwrap_err();
        let text = refused.to_string();
        assert!(text.contains("last_administrator_stays"), "{sql}: {text}");
    }
    let fine = "UPDATE panel_user SET display_name = 'x' WHERE login = 'boss'";
    database.execute_unprepared(fine).await.unwrap();
    let gone = "DELETE FROM panel_user WHERE login = 'chief'";
    database.execute_unprepared(gone).await.unwrap();
}

#[tokio::test]
async fn administrators_who_end_each_other_concurrently_leave_one() {
    let installation = Installation::with_example().await;
    let bosses = ["b0", "b1", "b2", "b3", "b4", "b5"];
    for boss in bosses {
        installation.add_user(boss, Role::Administrator).await;
    }
    let mut actors = Vec::new();
    for boss in bosses {
        actors.push(installation.sign_in(boss).await.1);
    }
    let mut tasks = Vec::new();
    for (number, actor) in actors.into_iter().enumerate() {
        // Each ends the next one, so that in the end all would be gone.
        let next = login(bosses[(number + 1) % bosses.len()]);
        let users = installation.services.panel_users.clone();
        tasks.push(tokio::spawn(async move {
            match number % 2 {
                0 => users
                    .remove(
                        &actor,
                        &next,
                        &ExpectedVersion::Any,
                        &PanelUserHeirs::default(),
                    )
                    .await
                    .is_ok(),
                _ => {
                    let Ok(now) = users.view(&actor, &next).await else {
                        return false;
                    };
                    let demoted = PanelUserDetails {
                        role: Role::Customer,
                        ..now.details
                    };
                    let changed = users.change(&actor, &next, now.version, demoted);
                    changed.await.is_ok()
                }
            }
        }));
    }
    for task in tasks {
        task.await.unwrap();
    }
    let database = installation.database().await;
    let left = "SELECT login FROM panel_user WHERE role = 'administrator' AND NOT disabled";
    assert!(!texts(&database, left).await.is_empty());
}

#[tokio::test]
async fn what_a_removed_user_owned_goes_to_whom_is_named() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    installation.add_user("boss", Role::Administrator).await;
    let users = &installation.services.panel_users;
    let (token, _) = installation.sign_in("marie").await;
    let user = login("marie");
    let refused = async |heirs: PanelUserHeirs| {
        let removed = users.remove(&ACTOR, &user, &ExpectedVersion::Any, &heirs);
        removed.await.err()
    };
    for (given, error) in [
        (PanelUserHeirs::default(), FieldError::NewOwnerNeeded),
        (heirs("nobody"), FieldError::NoSuchPanelUser),
        (heirs("marie"), FieldError::GivenToThemselves),
    ] {
        assert_eq!(refused(given).await, Some(at(Field::NewOwner, error)));
    }
    let seen = users.view(&ACTOR, &user).await.unwrap();
    let renamed = PanelUserDetails {
        display_name: "Marie B.".to_owned(),
        ..seen.details
    };
    let changed = users.change(&ACTOR, &user, seen.version, renamed).await;
    changed.unwrap();
    let remove = async |version| {
        let expected = ExpectedVersion::OneOf(vec![version]);
        let heirs = heirs("paul");
        let removed = users.remove(&ACTOR, &user, &expected, &heirs);
        removed.await.map(drop)
    };
    let conflict = AppError::SettingsEditConflict(EditedSettings::PanelUser);
    assert_eq!(remove(seen.version).await, Err(conflict));
    remove(seen.version + 1).await.unwrap();
    let sessions = &installation.services.sessions;
    assert!(sessions.resume(&token).await.unwrap().is_none());
    let gone = users.view(&ACTOR, &user).await;
    assert_eq!(gone.err(), Some(AppError::NotFound));
    assert!(installation.ftp_password_works("example", PASSWORD).await);
    let paul = users.view(&ACTOR, &login("paul")).await.unwrap();
    assert_eq!(paul.possessions.domains, [domain("example.com")]);
    let audit = installation.audit_text().await;
    let given =
        "subscription.give (command line) example.com {\"owner\":\"marie\"} {\"owner\":\"paul\"}";
    assert!(audit.contains(given), "{audit}");
    assert!(
        audit.contains("panel_user.remove (command line) marie"),
        "{audit}"
    );
    // The login is free again.
    installation.add_user("marie", Role::Customer).await;
}

#[tokio::test]
async fn the_customers_of_a_removed_reseller_go_to_another_or_to_the_administrators() {
    let installation = Installation::with_example().await;
    for reseller in ["rex", "rita"] {
        installation.add_user(reseller, Role::Reseller).await;
    }
    add_customer(&installation, "paul", "rex").await;
    let users = &installation.services.panel_users;
    let demoted = change(&installation, &ACTOR, "rex", |details| {
        details.role = Role::Customer;
    });
    let has_customers = at(Field::Role, FieldError::HasCustomers);
    assert_eq!(demoted.await, Err(has_customers));
    let to = |reseller: &str| PanelUserHeirs {
        subscriptions: None,
        customers: Some(login(reseller)),
    };
    for (given, error) in [
        ("marie", FieldError::NoSuchReseller),
        ("rex", FieldError::GivenToThemselves),
    ] {
        let refused = users
            .remove(&ACTOR, &login("rex"), &ExpectedVersion::Any, &to(given))
            .await;
        assert_eq!(refused.err(), Some(at(Field::NewReseller, error)));
    }
    let reseller_of_paul = async || {
        let paul = users.view(&ACTOR, &login("paul")).await.unwrap();
        paul.details.reseller.map(String::from)
    };
    users
        .remove(&ACTOR, &login("rex"), &ExpectedVersion::Any, &to("rita"))
        .await
        .unwrap();
    assert_eq!(reseller_of_paul().await.as_deref(), Some("rita"));
    let nobody = PanelUserHeirs::default();
    users
        .remove(&ACTOR, &login("rita"), &ExpectedVersion::Any, &nobody)
        .await
        .unwrap();
    assert_eq!(reseller_of_paul().await, None);
}

#[tokio::test]
async fn a_reseller_manages_customers_of_their_own_alone() {
    let installation = Installation::with_example().await;
    for reseller in ["rex", "rita"] {
        installation.add_user(reseller, Role::Reseller).await;
    }
    installation.add_user("boss", Role::Administrator).await;
    add_customer(&installation, "paul", "rex").await;
    let (_, rex) = installation.sign_in("rex").await;
    let users = &installation.services.panel_users;
    assert_eq!(logins(&installation, &rex, "").await, ["paul"]);
    for role in [Role::Administrator, Role::Reseller] {
        let refused = users.add_by_link(&rex, details("anne", role), LinkValidity::default());
        assert_eq!(refused.await.err(), Some(AppError::NotPermitted));
    }
    // Whatever is said, it is theirs, and has no limits of a reseller.
    let new = PanelUserDetails {
        reseller: Some(login("rita")),
        ..details("anne", Role::Customer)
    };
    users
        .add_by_link(&rex, new, LinkValidity::default())
        .await
        .unwrap();
    assert_eq!(logins(&installation, &rex, "").await, ["anne", "paul"]);
    for another in ["marie", "boss", "rita", "rex", "nobody"] {
        let user = login(another);
        let seen = users.view(&rex, &user).await;
        assert_eq!(seen.err(), Some(AppError::NotFound), "{another}");
        let changed = users
            .change(&rex, &user, 1, details(another, Role::Customer))
            .await;
        assert_eq!(changed.err(), Some(AppError::NotFound), "{another}");
        let removed = users
            .remove(&rex, &user, &ExpectedVersion::Any, &heirs("rex"))
            .await;
        assert_eq!(removed.err(), Some(AppError::NotFound), "{another}");
        let link = users.make_link(&rex, &user, LinkValidity::default()).await;
        assert_eq!(link.err(), Some(AppError::NotFound), "{another}");
    }
    let promoted = change(&installation, &rex, "paul", |details| {
        details.role = Role::Administrator;
    });
    assert_eq!(promoted.await, Err(AppError::NotPermitted));
    let moved = change(&installation, &rex, "paul", |details| {
        details.reseller = Some(login("rita"));
        details.disabled = true;
    });
    moved.await.unwrap();
    let paul = users.view(&ACTOR, &login("paul")).await.unwrap().details;
    assert_eq!(paul.reseller.unwrap().as_str(), "rex");
    assert!(paul.disabled);
    // To whom what a customer owns may go: to nobody else's people.
    installation
        .add_subscription("paul.example", "paul", "paul-main")
        .await;
    for another in ["marie", "boss", "rita"] {
        let refused = users
            .remove(&rex, &login("paul"), &ExpectedVersion::Any, &heirs(another))
            .await;
        let nobody = at(Field::NewOwner, FieldError::NoSuchPanelUser);
        assert_eq!(refused.err(), Some(nobody), "{another}");
    }
    users
        .remove(&rex, &login("paul"), &ExpectedVersion::Any, &heirs("rex"))
        .await
        .unwrap();
    let audit = installation.audit_text().await;
    assert!(
        audit.contains("panel_user.access_refused rex boss"),
        "{audit}"
    );
}

#[tokio::test]
async fn a_reseller_has_no_more_than_their_limits_also_concurrently() {
    let installation = Installation::with_example().await;
    installation.add_user("rex", Role::Reseller).await;
    let limited = change(&installation, &ACTOR, "rex", |details| {
        details.limits = ResellerLimits {
            customers: Some(3),
            subscriptions: Some(2),
            ftp_accounts: Some(3),
        };
    });
    limited.await.unwrap();
    let (_, rex) = installation.sign_in("rex").await;
    let tasks = (0..8).map(|number| {
        let (users, rex) = (installation.services.panel_users.clone(), rex.clone());
        tokio::spawn(async move {
            let new = details(&format!("c{number}"), Role::Customer);
            users.add_by_link(&rex, new, LinkValidity::default()).await
        })
    });
    let reached = |limit, most| AppError::ResellerLimitReached { limit, most };
    let mut added = 0;
    for task in tasks.collect::<Vec<_>>() {
        match task.await.unwrap() {
            Ok(_) => added += 1,
            Err(error) => assert_eq!(error, reached(ResellerLimit::Customers, 3)),
        }
    }
    assert_eq!(added, 3);
    let customers = logins(&installation, &rex, "").await;
    let add = async |domain: &str, owner: &str| {
        let main = domain.split('.').next().unwrap();
        let new = installation.new_subscription(domain, owner, main);
        installation.services.subscriptions.add(&ACTOR, new).await
    };
    add("one.example", &customers[0]).await.unwrap();
    add("two.example", "rex").await.unwrap();
    let third = add("three.example", &customers[1]).await;
    assert_eq!(third.err(), Some(reached(ResellerLimit::Subscriptions, 2)));
    let accounts = &installation.services.ftp_accounts;
    let one = domain("one.example");
    accounts
        .add(&ACTOR, &one, new_account("a1", "/"))
        .await
        .unwrap();
    let full = accounts.add(&ACTOR, &one, new_account("a2", "/")).await;
    let too_many = reached(ResellerLimit::FtpAccounts, 3);
    assert_eq!(full.err(), Some(too_many.clone()));
    // One that comes back from « Corbeille » counts, too.
    let a1 = [crate::support::name("a1")];
    accounts.remove(&ACTOR, &one, &a1).await.unwrap();
    accounts
        .add(&ACTOR, &one, new_account("a2", "/"))
        .await
        .unwrap();
    let restored = installation.services.trash.restore(&ACTOR, &one, &a1).await;
    assert_eq!(restored.err(), Some(too_many));
    // Somebody whose sites are too many does not become a customer.
    installation.add_account("b1", "/").await;
    let more = change(&installation, &ACTOR, "rex", |details| {
        details.limits.customers = None
    });
    more.await.unwrap();
    let marie = change(&installation, &ACTOR, "marie", |details| {
        details.reseller = Some(login("rex"));
    });
    let error = reached(ResellerLimit::Subscriptions, 2);
    assert_eq!(marie.await, Err(error));
    let users = &installation.services.panel_users;
    let shown = users.list(&rex, &PanelUserListing::default()).await;
    let (limits, usage) = shown.unwrap().own_limits.unwrap();
    assert_eq!((limits.subscriptions, usage.subscriptions), (Some(2), 2));
    assert_eq!((usage.customers, usage.ftp_accounts), (3, 3));
}
