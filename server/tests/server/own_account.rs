//! The page of an FTP account's own: who signs in there, what ends that, and another password.

use model::{
    Actor, AddressList, AppError, DomainName, Field, FieldError, FtpAccountChange,
    FtpAccountSettings, FtpActivityFilter, FtpEndpoint, FtpEventKind, FtpHost, FtpRefusal,
    FtpSessionId, HistoryEvent, HistoryKey, KeptDays, LinkValidity, NewFtpAccount, Origin,
    OwnPasswordForm, PageNumber, PasswordError, Role, UtcTime,
};
use sea_orm::ConnectionTrait;
use services::{AccountActor, AccountSessionToken, FtpSignInError};
use tokio::sync::watch;
use tokio_util::sync::CancellationToken;

use crate::support::{
    Installation, OTHER_PASSWORD, PASSWORD, address, at, domain, name, new_account, origin,
    password, texts,
};

const ACTOR: Actor = Actor::CommandLine;
const NOTE: &str = "owes us three invoices";

impl Installation {
    /// One with the account `paul`, whose owner noted something about it.
    async fn of_paul() -> Self {
        let (_, endpoint) = watch::channel(FtpEndpoint {
            host: FtpHost::parse("ftp.example.com"),
            port: 2121,
            implicit_port: None,
            requires_tls: false,
            certificate: None,
        });
        let installation = Self::configured(|config| config.ftp_endpoint = Some(endpoint)).await;
        installation.add_example().await;
        let paul = NewFtpAccount {
            settings: noted(FtpAccountSettings::default()),
            ..new_account("paul", "/photos")
        };
        let accounts = &installation.services.ftp_accounts;
        accounts.add(&ACTOR, &example(), paul).await.unwrap();
        installation
    }

    async fn own_sign_in(
        &self,
        account: &str,
        password: &str,
    ) -> Result<AccountSessionToken, AppError> {
        let own = &self.services.own_account;
        own.sign_in(account, password, &origin(), None).await
    }

    async fn resumed(&self, token: &AccountSessionToken) -> Option<AccountActor> {
        let resumed = self.services.own_account.resume(token, &origin()).await;
        resumed.unwrap()
    }

    async fn is_open(&self, token: &AccountSessionToken) -> bool {
        self.resumed(token).await.is_some()
    }

    /// Paul, who has signed in.
    async fn paul(&self) -> (AccountSessionToken, AccountActor) {
        let token = self.own_sign_in("paul", PASSWORD).await.unwrap();
        let actor = self.resumed(&token).await.unwrap();
        (token, actor)
    }

    async fn change_paul(&self, change: FtpAccountChange) {
        let accounts = &self.services.ftp_accounts;
        let changed = accounts
            .change(&ACTOR, &example(), &name("paul"), change)
            .await;
        changed.unwrap();
    }

    async fn switch(&self, on: bool) {
        let switched = self
            .services
            .subscriptions
            .switch_own_page(&ACTOR, &example(), on)
            .await;
        switched.unwrap();
    }

    /// Why sign-ins were refused, the latest first, as the owner reads it; there is nothing else in
    /// the activity.
    async fn refusals(&self, owner: &Actor) -> Vec<FtpRefusal> {
        let stop = CancellationToken::new();
        stop.cancel();
        let activity = &self.services.ftp_activity;
        activity.write_until(stop).await;
        let (filter, page) = (FtpActivityFilter::default(), PageNumber::FIRST);
        let list = activity.list(owner, &example(), filter, page).await;
        let rows = list.unwrap().activity.rows.into_iter();
        rows.map(|row| match row.event {
            FtpEventKind::SignInRefused(refusal) => refusal,
            other => panic!("{other:?}"),
        })
        .collect()
    }

    async fn own_actions(&self) -> Vec<String> {
        let sql = "SELECT action || ' ' || actor || ' ' || subject_name || ' ' || coalesce(after, '') \
                   FROM audit_event WHERE action LIKE 'own_page.%' ORDER BY id";
        texts(&self.database().await, sql).await
    }
}

fn example() -> DomainName {
    domain("example.com")
}

fn noted(settings: FtpAccountSettings) -> FtpAccountSettings {
    FtpAccountSettings {
        note: NOTE.to_owned(),
        ..settings
    }
}

fn settings(change: impl FnOnce(&mut FtpAccountSettings)) -> FtpAccountChange {
    let mut settings = noted(FtpAccountSettings::default());
    change(&mut settings);
    FtpAccountChange {
        settings: Some(settings),
        ..FtpAccountChange::default()
    }
}

fn from(last: u8) -> Origin {
    Origin {
        address: [198, 51, 100, last].into(),
        ..origin()
    }
}

fn form(current: &str, new: &str, again: &str) -> OwnPasswordForm {
    OwnPasswordForm {
        current_password: current.into(),
        password: new.into(),
        repeated: again.into(),
    }
}

#[tokio::test]
async fn an_account_signs_in_and_sees_itself_and_nothing_of_the_owner() {
    let installation = Installation::of_paul().await;
    let (token, paul) = installation.paul().await;
    assert_eq!(paul.name(), &name("paul"));
    let own = &installation.services.own_account;
    let view = own.view(&paul, None).await.unwrap();
    assert_eq!(view.connection.host.as_str(), "ftp.example.com");
    assert_eq!(view.connection.account, name("paul"));
    assert_eq!(view.settings, FtpAccountSettings::default());
    let shown = serde_json::to_string(&view).unwrap();
    let root = installation.webspace("example.com");
    for hidden in [NOTE, root.to_str().unwrap(), "marie", "/photos"] {
        assert!(!shown.contains(hidden), "{shown}");
    }
    // The same name in the panel is nobody's, and the owner's is no account's.
    let panel = &installation.services.sessions;
    let signed_in = panel
        .sign_in("paul", PASSWORD, &origin(), &Default::default())
        .await;
    assert_eq!(signed_in.err(), Some(AppError::WrongCredentials));
    for (account, password) in [
        ("marie", PASSWORD),
        ("nobody", PASSWORD),
        ("No Name", PASSWORD),
        ("paul", OTHER_PASSWORD),
        ("paul", ""),
    ] {
        let refused = installation.own_sign_in(account, password).await;
        assert_eq!(refused.err(), Some(AppError::WrongCredentials), "{account}");
    }
    let stored = "SELECT token_hash FROM ftp_account_session";
    let stored = texts(&installation.database().await, stored).await;
    assert_eq!(stored.len(), 1);
    assert_ne!(stored, [token.expose()]);

    own.sign_out(&paul).await.unwrap();
    own.sign_out(&paul).await.unwrap();
    assert!(!installation.is_open(&token).await);
    assert_eq!(
        installation.own_actions().await,
        [
            "own_page.sign_in (FTP account) paul ",
            "own_page.sign_out (FTP account) paul "
        ]
    );
}

#[tokio::test]
async fn a_former_name_signs_in_as_over_ftp() {
    let installation = Installation::of_paul().await;
    let rename = FtpAccountChange {
        name: Some(name("pauline")),
        keep_old_name: KeptDays::parse("7").unwrap(),
        ..FtpAccountChange::default()
    };
    installation.change_paul(rename).await;
    let (_, actor) = installation.paul().await;
    assert_eq!(actor.name(), &name("pauline"));
}

#[tokio::test]
async fn who_may_not_use_the_account_over_ftp_is_not_let_in_here() {
    let installation = Installation::of_paul().await;
    let (_, marie) = installation.sign_in("marie").await;
    for change in [
        settings(|settings| settings.enabled = false),
        settings(|settings| settings.expires_at = Some(UtcTime(1))),
        settings(|settings| {
            settings.allowed_addresses = AddressList::parse("203.0.113.9").unwrap();
        }),
    ] {
        installation.change_paul(change).await;
        let refused = installation.own_sign_in("paul", PASSWORD).await;
        assert_eq!(refused.err(), Some(AppError::WrongCredentials));
    }
    let refused = [
        FtpRefusal::AddressNotAllowed,
        FtpRefusal::Expired,
        FtpRefusal::Disabled,
    ];
    assert_eq!(installation.refusals(&marie).await, refused);
    // What the account demands of FTP clients is no matter here.
    let tls = settings(|settings| settings.tls_required = true);
    installation.change_paul(tls).await;
    installation.paul().await;
}

#[tokio::test]
async fn whatever_ends_ftp_sessions_ends_those_of_the_page() {
    let installation = Installation::of_paul().await;
    let other_password = FtpAccountChange {
        password: Some(password(PASSWORD)),
        ..FtpAccountChange::default()
    };
    for change in [
        other_password,
        settings(|settings| settings.max_sessions = Some(3)),
    ] {
        let (token, paul) = installation.paul().await;
        installation.change_paul(change).await;
        assert!(!installation.is_open(&token).await);
        // Also one that was resumed before.
        let view = installation.services.own_account.view(&paul, None).await;
        assert_eq!(view.err(), Some(AppError::NotSignedIn));
    }
    let (token, _) = installation.paul().await;
    let note = settings(|settings| {
        settings.max_sessions = Some(3);
        settings.note = String::new();
    });
    installation.change_paul(note).await;
    assert!(installation.is_open(&token).await, "it was a note");

    let accounts = &installation.services.ftp_accounts;
    let removed = accounts.remove(&ACTOR, &example(), &[name("paul")]).await;
    removed.unwrap();
    assert!(!installation.is_open(&token).await);
    assert!(installation.own_sign_in("paul", PASSWORD).await.is_err());
    installation.restore("paul").await.unwrap();
    assert!(!installation.is_open(&token).await);

    let (token, _) = installation.paul().await;
    let database = installation.database().await;
    let expire = "UPDATE ftp_account_session SET expires_at = 1";
    database.execute_unprepared(expire).await.unwrap();
    assert!(!installation.is_open(&token).await);
}

#[tokio::test]
async fn an_account_of_a_suspended_subscription_is_out_and_signs_in_anew_after_it() {
    let installation = Installation::of_paul().await;
    let (_, marie) = installation.sign_in("marie").await;
    let (own, subscriptions) = (
        &installation.services.own_account,
        &installation.services.subscriptions,
    );
    let (token, paul) = installation.paul().await;
    subscriptions.suspend(&ACTOR, &example()).await.unwrap();
    assert!(!installation.is_open(&token).await);
    let view = own.view(&paul, None).await;
    assert_eq!(view.err(), Some(AppError::NotSignedIn));
    // Who signs in is told the same with the right password as with a wrong one; the owner reads why.
    for typed in [PASSWORD, OTHER_PASSWORD] {
        let refused = installation.own_sign_in("paul", typed).await;
        assert_eq!(refused.err(), Some(AppError::WrongCredentials));
    }
    assert_eq!(
        installation.refusals(&marie).await,
        [FtpRefusal::WrongPassword, FtpRefusal::Suspended]
    );

    subscriptions.resume(&ACTOR, &example()).await.unwrap();
    assert!(!installation.is_open(&token).await, "it has ended");
    let (token, _) = installation.paul().await;
    assert!(installation.is_open(&token).await);
}

#[tokio::test]
async fn a_session_is_worth_nothing_where_and_when_the_account_may_not_be_used() {
    let installation = Installation::of_paul().await;
    let here = settings(|settings| {
        settings.allowed_addresses = AddressList::parse("192.0.2.0/24").unwrap()
    });
    installation.change_paul(here).await;
    let (token, _) = installation.paul().await;
    let own = &installation.services.own_account;
    assert!(own.resume(&token, &from(1)).await.unwrap().is_none());
    assert!(installation.is_open(&token).await);
    // Its time passes, and nobody changed it.
    let database = installation.database().await;
    let expire = "UPDATE ftp_account SET expires_at = 1 WHERE name = 'paul'";
    database.execute_unprepared(expire).await.unwrap();
    assert!(!installation.is_open(&token).await);
}

#[tokio::test]
async fn the_page_is_switched_off_for_a_subscription_by_who_manages_its_accounts() {
    let installation = Installation::of_paul().await;
    installation.add_user("bob", Role::Customer).await;
    installation
        .add_subscription("bob.example", "bob", "bob")
        .await;
    let (token, _) = installation.paul().await;
    let of_bob = installation.own_sign_in("bob", PASSWORD).await.unwrap();
    let subscriptions = &installation.services.subscriptions;
    let (_, bob) = installation.sign_in("bob").await;
    let refused = subscriptions.switch_own_page(&bob, &example(), false).await;
    assert_eq!(refused, Err(AppError::NotFound));
    let refused = subscriptions.own_page(&bob, &example()).await;
    assert_eq!(refused, Err(AppError::NotFound));
    assert!(installation.is_open(&token).await);

    let (_, marie) = installation.sign_in("marie").await;
    for _ in 0..2 {
        let switched = subscriptions
            .switch_own_page(&marie, &example(), false)
            .await;
        assert_eq!(switched, Ok(()));
    }
    assert_eq!(subscriptions.own_page(&marie, &example()).await, Ok(false));
    assert!(!installation.is_open(&token).await);
    let refused = installation.own_sign_in("paul", PASSWORD).await;
    assert_eq!(refused.err(), Some(AppError::WrongCredentials));
    // However often: the right password is no guess, and FTP goes on.
    for _ in 0..40 {
        let refused = installation.own_sign_in("paul", PASSWORD).await;
        assert_eq!(refused.err(), Some(AppError::WrongCredentials));
    }
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
    assert!(installation.is_open(&of_bob).await);

    installation.switch(true).await;
    assert!(!installation.is_open(&token).await, "it ended");
    installation.paul().await;
    let switched = installation.own_actions().await;
    let switched = switched.iter().filter(|row| row.contains("switch"));
    assert_eq!(
        switched.collect::<Vec<_>>(),
        [
            "own_page.switch marie example.com {\"own_page\":false}",
            "own_page.switch (command line) example.com {\"own_page\":true}"
        ]
    );
}

#[tokio::test]
async fn an_account_changes_its_password_and_stays_where_it_is() {
    let installation = Installation::of_paul().await;
    let (elsewhere, _) = installation.paul().await;
    let (token, paul) = installation.paul().await;
    let services = &installation.services;
    let validity = LinkValidity::default();
    let links = &services.one_time_links;
    let made = links
        .make(&ACTOR, &example(), &name("paul"), validity)
        .await;
    made.unwrap();

    let own = &services.own_account;
    for (form, refused) in [
        (
            form("not this one", OTHER_PASSWORD, OTHER_PASSWORD),
            at(Field::CurrentPassword, FieldError::WrongPassword),
        ),
        (
            form(PASSWORD, OTHER_PASSWORD, "another"),
            at(Field::RepeatedPassword, FieldError::PasswordsDiffer),
        ),
        (
            form(PASSWORD, "paul is my name", "paul is my name"),
            at(Field::Password, PasswordError::ContainsName),
        ),
        (
            form(PASSWORD, "password1234", "password1234"),
            at(Field::Password, PasswordError::Guessable),
        ),
    ] {
        let changed = own.change_password(&paul, &form).await;
        assert_eq!(changed.err(), Some(refused));
    }
    assert!(installation.is_open(&token).await);
    let right = form(PASSWORD, OTHER_PASSWORD, OTHER_PASSWORD);
    let after = own.change_password(&paul, &right).await.unwrap();
    assert!(installation.is_open(&after).await);
    for ended in [&token, &elsewhere] {
        assert!(!installation.is_open(ended).await);
    }
    assert!(!installation.ftp_password_works("paul", PASSWORD).await);
    assert!(
        installation
            .ftp_password_works("paul", OTHER_PASSWORD)
            .await
    );
    assert_eq!(installation.view("paul").await.link, None);
    // The session that asked is over: nothing is changed by it once more.
    let again = own
        .change_password(&paul, &form(OTHER_PASSWORD, PASSWORD, PASSWORD))
        .await;
    assert_eq!(again.err(), Some(AppError::NotSignedIn));

    let audit = installation.audit_text().await;
    for secret in [PASSWORD, OTHER_PASSWORD, after.expose(), token.expose()] {
        assert!(!audit.contains(secret), "{audit}");
    }
    // The owner sees in the account's history what was done, by whom and from where.
    let (_, marie) = installation.sign_in("marie").await;
    let history = services
        .ftp_accounts
        .view_history(&marie, &example(), &name("paul"), HistoryKey::START)
        .await;
    let history = history.unwrap().entries;
    let changed = history
        .iter()
        .find(|entry| matches!(entry.event, HistoryEvent::Changed(_)))
        .unwrap();
    assert_eq!(changed.actor.as_deref(), Some(Actor::FTP_ACCOUNT));
    assert_eq!(changed.address, Some(address().to_string()));
    let sign_ins = history
        .iter()
        .filter(|entry| entry.event == HistoryEvent::OwnPageSignedIn);
    // The first one, and a row that counts those since.
    assert_eq!(sign_ins.count(), 2);
}

#[tokio::test]
async fn whoever_is_signed_in_guesses_the_password_slowly_and_bars_nobody_from_ftp() {
    let installation = Installation::of_paul().await;
    let (_, paul) = installation.paul().await;
    let own = &installation.services.own_account;
    let mut throttled = false;
    for number in 0..12 {
        let guess = format!("guess-number-{number}");
        let guess = form(&guess, OTHER_PASSWORD, OTHER_PASSWORD);
        let refused = own.change_password(&paul, &guess).await.unwrap_err();
        throttled |= matches!(refused, AppError::Throttled { .. });
    }
    assert!(throttled);
    assert!(installation.ftp_password_works("paul", PASSWORD).await);
}

#[tokio::test]
async fn guesses_count_together_with_those_over_ftp() {
    let installation = Installation::of_paul().await;
    let own = &installation.services.own_account;
    let accounts = &installation.services.ftp_accounts;
    let (mut here, mut over_ftp) = (0, 0);
    for number in 0..5 {
        let guess = format!("guess-{number}");
        let refused = own.sign_in("paul", &guess, &from(1), None).await;
        here += usize::from(refused.err() == Some(AppError::WrongCredentials));
        let guess = format!("other-{number}");
        let refused = accounts.sign_in("paul", &guess, from(1).address, true);
        over_ftp += usize::from(refused.await.err() == Some(FtpSignInError::Denied));
    }
    assert!(here + over_ftp < 10, "{here} {over_ftp}");
    // While it is locked there, neither door takes the right one.
    let refused = own.sign_in("paul", PASSWORD, &from(1), None).await;
    assert!(matches!(refused, Err(AppError::Throttled { .. })));
    let refused = accounts.sign_in("paul", PASSWORD, from(1).address, true);
    assert!(matches!(
        refused.await.err(),
        Some(FtpSignInError::Throttled(_))
    ));
}

#[tokio::test]
async fn an_account_has_so_many_sessions_and_the_oldest_end() {
    let installation = Installation::of_paul().await;
    let mut tokens = Vec::new();
    for _ in 0..22 {
        tokens.push(installation.paul().await.0);
    }
    let stored = "SELECT token_hash FROM ftp_account_session";
    let stored = texts(&installation.database().await, stored).await;
    assert_eq!(stored.len(), 20);
    assert!(installation.is_open(tokens.last().unwrap()).await);
    // The one that a browser has ends when somebody signs in there.
    let own = &installation.services.own_account;
    let former = tokens.last();
    let next = own.sign_in("paul", PASSWORD, &origin(), former).await;
    assert!(installation.is_open(&next.unwrap()).await);
    assert!(!installation.is_open(former.unwrap()).await);
}

#[tokio::test]
async fn another_account_s_session_is_none() {
    let installation = Installation::of_paul().await;
    let (_, paul) = installation.paul().await;
    let own = &installation.services.own_account;
    let ended = own.end_ftp_session(&paul, FtpSessionId(1)).await;
    assert_eq!(ended, Err(AppError::SessionOver));
}
