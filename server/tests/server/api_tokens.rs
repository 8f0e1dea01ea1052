//! API tokens: for whom they act, what they are not for, and when they end.

use std::net::IpAddr;

use model::{
    ActingToken, Actor, AddressList, ApiAccess, ApiTokenName, ApiTokenSubscriptions, AppError,
    AuditListing, CollaboratorRole, ExpectedVersion, Field, FieldError, FtpAccountChange,
    HistoryKey, LinkValidity, Locale, Login, MAX_API_TOKENS, NewApiToken, NewCollaborator, Origin,
    OverviewPeriod, PageNumber, PanelUserDetails, PanelUserHeirs, PanelUserListing, PasswordUse,
    PendingStep, ResellerLimits, Role, SecondFactorPolicy, TimeZone, UtcTime,
};
use sea_orm::ConnectionTrait;
use services::{ApiTokenSecret, FormerTokens, Proof};

use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, at, domain, home, name, new_account, new_user, origin,
    password, texts,
};

fn login(text: &str) -> Login {
    Login::parse(text).unwrap()
}

fn token_name(text: &str) -> ApiTokenName {
    ApiTokenName::parse(text).unwrap()
}

fn new_token(name: &str, access: ApiAccess) -> NewApiToken {
    NewApiToken {
        name: token_name(name),
        access,
        subscriptions: ApiTokenSubscriptions::All,
        expires_at: None,
        addresses: AddressList::default(),
    }
}

fn only(domains: &[&str]) -> ApiTokenSubscriptions {
    ApiTokenSubscriptions::Only(domains.iter().map(|text| domain(text)).collect())
}

async fn add(installation: &Installation, owner: &str, new: &NewApiToken) -> ApiTokenSecret {
    let tokens = &installation.services.api_tokens;
    let added = tokens.add(&Actor::CommandLine, &login(owner), new).await;
    added.unwrap()
}

async fn acting(installation: &Installation, secret: &ApiTokenSecret) -> Result<Actor, AppError> {
    let tokens = &installation.services.api_tokens;
    let found = tokens.authenticate(secret, &origin()).await?;
    Ok(found.actor)
}

/// Somebody acting by a new token of theirs.
async fn by_token(installation: &Installation, owner: &str, new: &NewApiToken) -> Actor {
    let secret = add(installation, owner, new).await;
    acting(installation, &secret).await.unwrap()
}

fn details(login: &str, role: Role) -> PanelUserDetails {
    PanelUserDetails {
        login: self::login(login),
        display_name: login.to_owned(),
        role,
        disabled: false,
        email: None,
        reseller: None,
        limits: ResellerLimits::default(),
    }
}

#[tokio::test]
async fn a_token_acts_as_its_owner_is_now() {
    let installation = Installation::with_example().await;
    let new = new_token("deploy", ApiAccess::Write);
    let secret = add(&installation, "marie", &new).await;
    assert!(secret.expose().starts_with("berth_"), "scanners find it");
    assert_eq!(secret.expose().len(), "berth_".len() + 43);
    assert_eq!(format!("{secret:?}"), "ApiTokenSecret(…)");
    let tokens = &installation.services.api_tokens;
    let found = tokens.authenticate(&secret, &origin()).await.unwrap();
    let Actor::PanelUser {
        login, role, token, ..
    } = &found.actor
    else {
        panic!("it is a panel user")
    };
    assert_eq!((login.as_str(), *role), ("marie", Role::Customer));
    let expected = ActingToken {
        id: found.token,
        name: token_name("deploy"),
        access: ApiAccess::Write,
        is_limited: false,
    };
    assert_eq!(token.as_ref(), Some(&expected));
    assert_eq!((found.locale, found.expires_at), (None, None));

    let database = installation.database().await;
    let promote = "UPDATE panel_user SET role = 'reseller', locale = 'fr' WHERE login = 'marie'";
    database.execute_unprepared(promote).await.unwrap();
    let found = tokens.authenticate(&secret, &origin()).await.unwrap();
    assert!(matches!(
        found.actor,
        Actor::PanelUser {
            role: Role::Reseller,
            ..
        }
    ));
    assert_eq!(found.locale, Some(Locale::Fr));

    let stored = texts(&database, "SELECT token_hash FROM api_token").await;
    assert!(!stored[0].contains(&secret.expose()["berth_".len()..]));
    let wrong = ApiTokenSecret::new(format!("{}x", secret.expose()));
    for wrong in [wrong, ApiTokenSecret::new(String::new())] {
        let refused = acting(&installation, &wrong).await;
        assert_eq!(refused.err(), Some(AppError::NotSignedIn));
    }
}

#[tokio::test]
async fn a_token_works_until_it_expires_and_from_where_it_may_and_else_the_trail_says_so() {
    let installation = Installation::with_example().await;
    let new = NewApiToken {
        expires_at: Some(UtcTime(UtcTime::now().0 + 3600)),
        addresses: AddressList::parse("192.0.2.0/24").unwrap(),
        ..new_token("deploy", ApiAccess::Write)
    };
    let secret = add(&installation, "marie", &new).await;
    let tokens = &installation.services.api_tokens;
    let found = tokens.authenticate(&secret, &origin()).await.unwrap();
    assert_eq!(found.expires_at, new.expires_at);
    let elsewhere = Origin {
        address: IpAddr::from([203, 0, 113, 9]),
        user_agent: String::new(),
    };
    let refused = tokens.authenticate(&secret, &elsewhere).await;
    assert_eq!(refused.err(), Some(AppError::NotSignedIn));
    let database = installation.database().await;
    let expire = "UPDATE api_token SET expires_at = expires_at - 3600";
    database.execute_unprepared(expire).await.unwrap();
    let refused = acting(&installation, &secret).await;
    assert_eq!(refused.err(), Some(AppError::NotSignedIn));
    let list = tokens.list(&Actor::CommandLine, &login("marie")).await;
    assert!(list.unwrap().tokens[0].is_expired);

    installation.services.audit.flush().await;
    let rows = "SELECT actor || ' ' || token || ' ' || address || ' ' || after FROM audit_event \
                WHERE action = 'api_token.refused' ORDER BY address DESC";
    assert_eq!(
        texts(&database, rows).await,
        [
            r#"marie deploy 203.0.113.9 {"reason":"address_not_allowed"}"#,
            r#"marie deploy 192.0.2.7 {"reason":"token_expired"}"#,
        ]
    );
}

#[tokio::test]
async fn what_its_owner_has_to_do_first_comes_before_what_a_token_does() {
    let installation = Installation::with_example().await;
    let secret = add(
        &installation,
        "marie",
        &new_token("deploy", ApiAccess::Read),
    )
    .await;
    let services = &installation.services;
    let policy = SecondFactorPolicy {
        customers: true,
        ..SecondFactorPolicy::default()
    };
    let factors = &services.second_factors;
    let changed = factors.change_policy(&Actor::CommandLine, 0, policy).await;
    changed.unwrap();
    let step = AppError::StepPending(PendingStep::SetUpSecondFactor);
    assert_eq!(acting(&installation, &secret).await.err(), Some(step));
    let users = &services.panel_users;
    let given = password(OTHER_PASSWORD);
    let use_once = PasswordUse::Temporary;
    let marie = login("marie");
    let set = users.set_password(&Actor::CommandLine, &marie, given, use_once);
    set.await.unwrap();
    let step = AppError::StepPending(PendingStep::ChangePassword);
    assert_eq!(acting(&installation, &secret).await.err(), Some(step));
}

#[tokio::test]
async fn a_token_for_reading_sees_what_its_owner_sees_and_changes_nothing_not_even_a_folder() {
    let installation = Installation::with_example().await;
    installation.add_account("photos", "/photos").await;
    let reading = by_token(&installation, "marie", &new_token("watch", ApiAccess::Read)).await;
    let services = &installation.services;
    let (example, photos) = (domain("example.com"), name("photos"));
    let accounts = &services.ftp_accounts;
    let view = accounts.view(&reading, &example, &photos).await;
    let view = view.unwrap();
    let webspace = installation.webspace("example.com");
    std::fs::remove_dir(webspace.join("photos")).unwrap();

    let refused = Some(AppError::TokenReadsOnly);
    let added = accounts.add(&reading, &example, new_account("fresh", "/new"));
    assert_eq!(added.await.err(), refused);
    let change = FtpAccountChange {
        version: Some(view.version),
        home_directory: Some(home("/photos")),
        ..FtpAccountChange::default()
    };
    let changed = accounts.change(&reading, &example, &photos, change);
    assert_eq!(changed.await.err(), refused);
    let folder = services
        .webspaces
        .make_folder(&reading, &example, home("/made"));
    assert_eq!(folder.await.err(), refused);
    let recounted = services.ftp_usage.recount(&reading, &example, &photos);
    assert_eq!(recounted.await.err(), refused);
    let removed = accounts.remove(&reading, &example, std::slice::from_ref(&photos));
    assert_eq!(removed.await.err(), refused);
    let links = &services.one_time_links;
    let link = links.make(&reading, &example, &photos, LinkValidity::default());
    assert_eq!(link.await.err(), refused);
    let invited = NewCollaborator {
        login: login("paul"),
        display_name: "Paul".to_owned(),
        role: CollaboratorRole::Viewer,
        validity: LinkValidity::default(),
        recipient: None,
    };
    let invited = services.collaborators.invite(&reading, &example, invited);
    assert_eq!(invited.await.err(), refused);

    let left: Vec<_> = std::fs::read_dir(&webspace).unwrap().collect();
    assert!(left.is_empty(), "{left:?}");
    let trail = installation.audit_text().await;
    let refusal = r#"access.refused marie   {"reason":"token_reads_only"}"#;
    assert!(trail.contains(refusal), "{trail}");

    let root = new_token("root", ApiAccess::Read);
    installation.add_user("boss", Role::Administrator).await;
    let boss = by_token(&installation, "boss", &root).await;
    let site = installation.new_subscription("new.example", "marie", "fresh");
    let added = services.subscriptions.add(&boss, site).await;
    assert_eq!(added.err(), refused);
    assert!(!installation.webspace("new.example").exists());
    let user = new_user("paul", Role::Customer);
    let added = services.panel_users.add(&boss, user).await;
    assert_eq!(added.err(), refused);
}

#[tokio::test]
async fn a_limited_token_is_for_its_subscriptions_alone_whose_ever_it_is() {
    let installation = Installation::with_example().await;
    installation
        .add_subscription("other.example", "marie", "other")
        .await;
    installation.add_user("boss", Role::Administrator).await;
    let services = &installation.services;
    let limited = NewApiToken {
        subscriptions: only(&["example.com"]),
        ..new_token("deploy", ApiAccess::Write)
    };
    for owner in ["marie", "boss"] {
        let acting = by_token(&installation, owner, &limited).await;
        let list = services.subscriptions.list(&acting, PageNumber::FIRST);
        let list = list.await.unwrap();
        let domains: Vec<&str> = list.rows.iter().map(|row| row.domain.as_str()).collect();
        assert_eq!((list.total, domains), (1, vec!["example.com"]), "{owner}");
        let accounts = &services.ftp_accounts;
        let other = domain("other.example");
        let hidden = accounts.view(&acting, &other, &name("other")).await;
        assert_eq!(hidden.err(), Some(AppError::NotFound), "{owner}");
        let add = new_account(&format!("{owner}-new"), "/new");
        let added = accounts.add(&acting, &domain("example.com"), add).await;
        added.unwrap();
        let removed = accounts.remove_anywhere(&acting, &[name("other")]).await;
        assert_eq!(removed.err(), Some(AppError::NotFound), "{owner}");
        assert!(!services.subscriptions.may_add(&acting));
    }

    let boss = by_token(
        &installation,
        "boss",
        &NewApiToken {
            name: token_name("second"),
            ..limited
        },
    )
    .await;
    let limited = Some(AppError::TokenIsLimited);
    let overview = services.overview.server(&boss, OverviewPeriod::Days30);
    assert_eq!(overview.await.err(), limited);
    let sessions = services.ftp_sessions.list(&boss, None).await;
    assert_eq!(sessions.err(), limited);
    let log = AuditListing::default();
    let audit = services.audit.list(&boss, None, &log, &model::Utc).await;
    assert_eq!(audit.err(), limited);
    let listing = PanelUserListing::default();
    let users = services.panel_users.list(&boss, &listing).await;
    assert_eq!(users.err(), limited);
    let site = installation.new_subscription("new.example", "boss", "fresh");
    let added = services.subscriptions.add(&boss, site).await;
    assert_eq!(added.err(), limited);

    // What it is for, it may do: as whoever its owner is there.
    let example = domain("example.com");
    services
        .subscriptions
        .suspend(&boss, &example)
        .await
        .unwrap();
    services
        .subscriptions
        .remove(&boss, &example, &ExpectedVersion::Any)
        .await
        .unwrap();
    services
        .subscriptions
        .restore(&boss, &example)
        .await
        .unwrap();
}

#[tokio::test]
async fn a_token_whose_subscriptions_are_all_gone_is_for_none_and_not_for_all() {
    let installation = Installation::with_example().await;
    installation
        .add_subscription("other.example", "marie", "other")
        .await;
    installation.add_user("boss", Role::Administrator).await;
    let new = NewApiToken {
        subscriptions: only(&["example.com"]),
        ..new_token("deploy", ApiAccess::Write)
    };
    let boss = by_token(&installation, "boss", &new).await;
    let database = installation.database().await;
    let forget = "DELETE FROM api_token_subscription";
    database.execute_unprepared(forget).await.unwrap();
    let services = &installation.services;
    let list = services.subscriptions.list(&boss, PageNumber::FIRST).await;
    assert_eq!(list.unwrap().total, 0);
    let (tokens, owner) = (&services.api_tokens, login("boss"));
    let list = tokens.list(&Actor::CommandLine, &owner).await;
    assert_eq!(list.unwrap().tokens[0].subscriptions, only(&[]));
    let other = domain("other.example");
    let unlimited = services.subscriptions.suspend(&boss, &other).await;
    assert_eq!(unlimited.err(), Some(AppError::NotFound));
}

#[tokio::test]
async fn what_is_a_person_s_own_is_for_no_token() {
    let installation = Installation::with_example().await;
    installation.add_user("boss", Role::Administrator).await;
    let (session, _) = installation.sign_in("boss").await;
    let acting = by_token(&installation, "boss", &new_token("root", ApiAccess::Write)).await;
    let services = &installation.services;
    let refused = Some(AppError::NotForTokens);
    let (boss, former) = (login("boss"), FormerTokens::default());

    let sessions = &services.sessions;
    assert_eq!(sessions.list(&acting, &session).await.err(), refused);
    let ended = sessions.end_others(&acting, &session).await;
    assert_eq!(ended.err(), refused);
    let proof = Proof::Password(PASSWORD);
    let proved = sessions.prove(&acting, &session, proof).await;
    assert_eq!(proved.err(), refused);
    assert_eq!(sessions.proof_choice(&acting, None).await.err(), refused);

    let users = &services.panel_users;
    let new = password(OTHER_PASSWORD);
    let changed = users.change_own_password(&acting, PASSWORD, new, &former);
    assert_eq!(changed.await.err(), refused);
    assert_eq!(
        users.choose_locale(&acting, Locale::Fr).await.err(),
        refused
    );
    let zone = TimeZone::parse("Europe/Paris").unwrap();
    assert_eq!(users.set_time_zone(&acting, &zone).await.err(), refused);

    let factors = &services.second_factors;
    assert_eq!(factors.view(&acting, None).await.err(), refused);
    assert_eq!(factors.begin_totp(&acting).await.err(), refused);
    assert_eq!(factors.remove_totp(&acting).await.err(), refused);
    let codes = factors.make_recovery_codes(&acting).await;
    assert_eq!(codes.err(), refused);
    let policy = factors.change_policy(&acting, 0, SecondFactorPolicy::default());
    assert_eq!(policy.await.err(), refused);

    let tokens = &services.api_tokens;
    let another = new_token("another", ApiAccess::Write);
    assert_eq!(tokens.add(&acting, &boss, &another).await.err(), refused);
    assert_eq!(tokens.list(&acting, &boss).await.err(), refused);
    assert_eq!(tokens.list_all(&acting).await.err(), refused);
    let revoked = tokens.revoke(&acting, &boss, &token_name("root")).await;
    assert_eq!(revoked.err(), refused);
    let own = tokens.view_own(&acting).await.unwrap();
    assert_eq!(own.name, token_name("root"));
}

#[tokio::test]
async fn no_token_makes_an_administrator_or_takes_one_over() {
    let installation = Installation::with_example().await;
    for boss in ["boss", "chief"] {
        installation.add_user(boss, Role::Administrator).await;
    }
    let acting = by_token(&installation, "boss", &new_token("root", ApiAccess::Write)).await;
    let services = &installation.services;
    let users = &services.panel_users;
    let refused = Some(AppError::NotForTokens);
    let (chief, marie) = (login("chief"), login("marie"));
    let validity = LinkValidity::default;

    let added = users.add(&acting, new_user("third", Role::Administrator));
    assert_eq!(added.await.err(), refused);
    let third = details("third", Role::Administrator);
    let added = users.add_by_link(&acting, third, validity()).await;
    assert_eq!(added.err(), refused);
    let version = users.view(&acting, &marie).await.unwrap().version;
    let promoted = details("marie", Role::Administrator);
    let promoted = users.change(&acting, &marie, version, promoted).await;
    assert_eq!(promoted.err(), refused);
    let version = users.view(&acting, &chief).await.unwrap().version;
    let demoted = details("chief", Role::Customer);
    let demoted = users.change(&acting, &chief, version, demoted).await;
    assert_eq!(demoted.err(), refused);
    let new = password(OTHER_PASSWORD);
    let set = users.set_password(&acting, &chief, new, PasswordUse::Permanent);
    assert_eq!(set.await.err(), refused);
    let link = users.make_link(&acting, &chief, validity()).await;
    assert_eq!(link.err(), refused);
    assert_eq!(users.revoke_link(&acting, &chief).await.err(), refused);
    let reset = services.second_factors.reset(&acting, &chief).await;
    assert_eq!(reset.err(), refused);
    let heirs = PanelUserHeirs::default();
    let removed = users
        .remove(&acting, &chief, &ExpectedVersion::Any, &heirs)
        .await;
    assert_eq!(removed.err(), refused);

    // Whoever does not administer the server is managed by token, too.
    users.make_link(&acting, &marie, validity()).await.unwrap();
    let paul = details("paul", Role::Customer);
    users.add_by_link(&acting, paul, validity()).await.unwrap();
    let removed = users
        .remove(&acting, &login("paul"), &ExpectedVersion::Any, &heirs)
        .await;
    removed.unwrap();
}

#[tokio::test]
async fn the_audit_log_names_the_token_to_those_who_may_know_its_owner() {
    let installation = Installation::with_example().await;
    installation.add_user("boss", Role::Administrator).await;
    let services = &installation.services;
    let example = domain("example.com");
    for (owner, account) in [("marie", "hers"), ("boss", "his")] {
        let new = new_token(&format!("{owner}'s"), ApiAccess::Write);
        let acting = by_token(&installation, owner, &new).await;
        let add = new_account(account, "/");
        let added = services.ftp_accounts.add(&acting, &example, add).await;
        added.unwrap();
    }
    installation.add_account("cli-s", "/").await;
    let tokens = async |actor: &Actor| {
        let listing = AuditListing::default();
        let list = services
            .audit
            .list(actor, Some(&example), &listing, &model::Utc);
        let entries = list.await.unwrap().entries.into_iter();
        let added = entries.filter(|entry| entry.action == "ftp_account.add");
        let named = added.map(|entry| (entry.subject.unwrap(), entry.token));
        named.collect::<std::collections::BTreeMap<_, _>>()
    };
    let all = tokens(&Actor::CommandLine).await;
    assert_eq!(all["hers"].as_deref(), Some("marie's"));
    assert_eq!(all["his"].as_deref(), Some("boss's"));
    assert_eq!(all["cli-s"], None, "the command line has none");
    let (_, marie) = installation.sign_in("marie").await;
    let seen = tokens(&marie).await;
    assert_eq!(seen["hers"].as_deref(), Some("marie's"));
    assert_eq!(
        seen["his"], None,
        "the provider's programs are nobody's business"
    );

    // The history of an account as well.
    let token = async |actor: &Actor, account: &str| {
        let (account, start) = (name(account), HistoryKey::START);
        let accounts = &services.ftp_accounts;
        let history = accounts.view_history(actor, &example, &account, start);
        history.await.unwrap().entries.remove(0).token
    };
    let known = token(&Actor::CommandLine, "his").await;
    assert_eq!(known.as_deref(), Some("boss's"));
    assert_eq!(token(&marie, "hers").await.as_deref(), Some("marie's"));
    assert_eq!(token(&marie, "his").await, None);
}

#[tokio::test]
async fn one_s_tokens_are_added_and_revoked_by_oneself_and_revoked_by_those_who_manage_one() {
    let installation = Installation::with_example().await;
    for (login, role) in [("boss", Role::Administrator), ("bob", Role::Customer)] {
        installation.add_user(login, role).await;
    }
    let tokens = &installation.services.api_tokens;
    let (marie, bob) = (login("marie"), login("bob"));
    let (_, actor) = installation.sign_in("marie").await;
    let new = new_token("deploy", ApiAccess::Read);
    let secret = tokens.add(&actor, &marie, &new).await.unwrap();
    let again = tokens.add(&actor, &marie, &new).await;
    let taken = at(Field::ApiTokenName, FieldError::Taken);
    assert_eq!(again.err(), Some(taken));
    let old_proof = match actor.clone() {
        Actor::PanelUser { proved_at, .. } => UtcTime(proved_at.0 - 16 * 60),
        Actor::CommandLine => panic!("it is Marie"),
    };
    let mut unproved = actor.clone();
    if let Actor::PanelUser { proved_at, .. } = &mut unproved {
        *proved_at = old_proof;
    }
    let another = new_token("another", ApiAccess::Read);
    let refused = tokens.add(&unproved, &marie, &another).await;
    assert_eq!(refused.err(), Some(AppError::ProofRequired));
    let unseen = NewApiToken {
        subscriptions: only(&["example.com"]),
        ..another.clone()
    };
    let (_, bob_actor) = installation.sign_in("bob").await;
    let refused = tokens.add(&bob_actor, &bob, &unseen).await;
    let no_such = at(Field::ApiTokenSubscriptions, FieldError::NoSuchSubscription);
    assert_eq!(refused.err(), Some(no_such));
    let refused = tokens.add(&bob_actor, &marie, &another).await;
    assert_eq!(refused.err(), Some(AppError::NotPermitted));
    let refused = tokens.list(&bob_actor, &marie).await;
    assert_eq!(refused.err(), Some(AppError::AdministratorsOnly));
    let refused = tokens.revoke(&bob_actor, &marie, &new.name).await;
    assert_eq!(refused.err(), Some(AppError::AdministratorsOnly));

    let (_, boss) = installation.sign_in("boss").await;
    let refused = tokens.add(&boss, &marie, &another).await;
    assert_eq!(
        refused.err(),
        Some(AppError::NotPermitted),
        "who acts as another"
    );
    let list = tokens.list(&boss, &marie).await.unwrap();
    assert_eq!(list.tokens.len(), 1);
    assert_eq!(tokens.list_all(&boss).await.unwrap(), list.tokens);
    tokens.revoke(&boss, &marie, &new.name).await.unwrap();
    assert!(acting(&installation, &secret).await.is_err());
    let gone = tokens.revoke(&actor, &marie, &new.name).await;
    assert_eq!(gone.err(), Some(AppError::NotFound));
    let trail = installation.audit_text().await;
    for row in ["api_token.add marie marie", "api_token.revoke boss marie"] {
        assert!(trail.contains(row), "{trail}");
    }
    assert!(!trail.contains(secret.expose()));
}

#[tokio::test]
async fn whoever_is_disabled_or_removed_leaves_no_token_behind() {
    let installation = Installation::with_example().await;
    installation.add_user("paul", Role::Customer).await;
    let services = &installation.services;
    let users = &services.panel_users;
    let new = new_token("deploy", ApiAccess::Write);
    let (hers, his) = (
        add(&installation, "marie", &new).await,
        add(&installation, "paul", &new).await,
    );
    let marie = login("marie");
    for disabled in [true, false] {
        let version = users
            .view(&Actor::CommandLine, &marie)
            .await
            .unwrap()
            .version;
        let new = PanelUserDetails {
            disabled,
            ..details("marie", Role::Customer)
        };
        let changed = users
            .change(&Actor::CommandLine, &marie, version, new)
            .await;
        changed.unwrap();
        let refused = acting(&installation, &hers).await;
        assert_eq!(refused.err(), Some(AppError::NotSignedIn), "{disabled}");
    }
    let heirs = PanelUserHeirs::default();
    let removed = users
        .remove(
            &Actor::CommandLine,
            &login("paul"),
            &ExpectedVersion::Any,
            &heirs,
        )
        .await;
    removed.unwrap();
    let refused = acting(&installation, &his).await;
    assert_eq!(refused.err(), Some(AppError::NotSignedIn));
    let trail = installation.audit_text().await;
    for owner in ["marie", "paul"] {
        let row = format!("api_token.revoke (command line) {owner}");
        assert!(trail.contains(&row), "{trail}");
    }
}

#[tokio::test]
async fn its_last_use_is_stored_once_a_minute_and_nobody_waits_for_it() {
    let installation = Installation::with_example().await;
    let secret = add(
        &installation,
        "marie",
        &new_token("deploy", ApiAccess::Read),
    )
    .await;
    let tokens = &installation.services.api_tokens;
    let view = async || {
        let list = tokens.list(&Actor::CommandLine, &login("marie")).await;
        list.unwrap().tokens.remove(0)
    };
    assert_eq!(view().await.last_used_at, None);
    while view().await.last_used_at.is_none() {
        acting(&installation, &secret).await.unwrap();
    }
    assert_eq!(view().await.last_used_from.as_deref(), Some("192.0.2.7"));
    let database = installation.database().await;
    let age = async |seconds: i64| {
        let statement = format!(
            "UPDATE api_token SET last_used_at = {}",
            UtcTime::now().0 - seconds
        );
        database.execute_unprepared(&statement).await.unwrap();
        view().await.last_used_at
    };
    let before = age(30).await;
    acting(&installation, &secret).await.unwrap();
    tokio::task::yield_now().await;
    assert_eq!(view().await.last_used_at, before, "that is precise enough");
    let before = age(3600).await;
    while view().await.last_used_at == before {
        acting(&installation, &secret).await.unwrap();
    }
}

#[tokio::test]
async fn a_person_has_so_many_tokens_and_no_more() {
    let installation = Installation::with_example().await;
    let database = installation.database().await;
    for number in 0..MAX_API_TOKENS {
        let row = format!(
            "INSERT INTO api_token (panel_user_id, name, token_hash, access, limited, addresses, created_at) \
             SELECT id, 'token {number}', 'hash {number}', 'read', FALSE, '', 0 FROM panel_user WHERE login = 'marie'"
        );
        database.execute_unprepared(&row).await.unwrap();
    }
    let tokens = &installation.services.api_tokens;
    let one_more = new_token("one more", ApiAccess::Read);
    let (cli, marie) = (Actor::CommandLine, login("marie"));
    let refused = tokens.add(&cli, &marie, &one_more).await;
    let most = MAX_API_TOKENS;
    let too_many = at(Field::ApiTokenName, FieldError::TooMany { most });
    assert_eq!(refused.err(), Some(too_many));
    let revoked = tokens.revoke(&cli, &marie, &token_name("token 7")).await;
    revoked.unwrap();
    tokens.add(&cli, &marie, &one_more).await.unwrap();
}
