//! Second factors of panel users: codes of an app, passkeys, recovery codes, and who must have one.

use model::{
    Actor, AppError, DisplayName, EditedSettings, Field, FieldError, Login, PanelUserListing,
    PasswordUse, PendingStep, PublicUrl, RecoveryCode, Role, SecondFactorChoice, SecondFactorCode,
    SecondFactorPolicy, TotpCode,
};
use sea_orm::ConnectionTrait;
use services::{BrowserTokens, DeviceToken, FormerTokens, Services, SessionToken, SignInToken};
use totp_rs::{Builder, Secret};

use crate::authenticator::Authenticator;
use crate::support::{Installation, OTHER_PASSWORD, PASSWORD, at, origin, password, texts};

pub(crate) const PANEL: &str = "https://panel.example";

pub(crate) fn panel() -> Option<PublicUrl> {
    PublicUrl::parse(PANEL)
}

pub(crate) fn key_name(text: &str) -> DisplayName {
    DisplayName::parse(text).unwrap()
}

/// The code that an app with this secret shows, so many steps of 30 seconds from now.
fn code(secret: &str, steps: i64) -> TotpCode {
    let secret = Secret::try_from_base32(secret).unwrap();
    let totp = Builder::new().with_secret(secret).build().unwrap();
    let time = model::UtcTime::now().0 + 30 * steps;
    let token = totp.generate(time.try_into().unwrap()).to_string();
    TotpCode::parse(&token).unwrap()
}

/// Sets an app up; returns its secret, and the recovery codes if there are any.
async fn set_up_app(services: &Services, actor: &Actor) -> (String, Option<Vec<RecoveryCode>>) {
    let factors = &services.second_factors;
    factors.begin_totp(actor).await.unwrap();
    let shown = factors.totp_set_up(actor, panel()).await.unwrap().unwrap();
    let wrong = factors.confirm_totp(actor, &code(&shown.secret, 5)).await;
    assert_eq!(wrong, Err(at(Field::Code, FieldError::WrongCode)));
    let first = code(&shown.secret, 0);
    let codes = factors.confirm_totp(actor, &first).await.unwrap();
    assert_eq!(factors.totp_set_up(actor, panel()).await, Ok(None));
    (shown.secret, codes)
}

pub(crate) async fn add_passkey(
    services: &Services,
    actor: &Actor,
    name: &str,
    key: &mut Authenticator,
) -> Result<Option<Vec<RecoveryCode>>, AppError> {
    let (factors, name) = (&services.second_factors, key_name(name));
    let options = factors.begin_passkey(actor, &name, panel()).await?;
    let answer = key.create(&options, PANEL);
    factors.add_passkey(actor, &name, &answer, panel()).await
}

/// Signs in with the password of somebody who has a second factor.
async fn begin(services: &Services, login: &str, password: &str) -> SignInToken {
    let (origin, former) = (origin(), FormerTokens::default());
    let begun = services.sessions.sign_in(login, password, &origin, &former);
    match begun.await.unwrap() {
        services::SignInStep::SecondFactor(token) => token,
        complete => unreachable!("{complete:?}"),
    }
}

async fn finish(
    services: &Services,
    token: &SignInToken,
    code: SecondFactorCode,
    device: Option<&DeviceToken>,
) -> Result<BrowserTokens, AppError> {
    let former = FormerTokens {
        session: None,
        device: device.cloned(),
    };
    let sessions = &services.sessions;
    sessions
        .finish_sign_in(token, &code, &origin(), &former)
        .await
}

async fn resumes(services: &Services, token: &SessionToken) -> bool {
    services.sessions.resume(token).await.unwrap().is_some()
}

#[tokio::test]
async fn a_code_of_an_app_is_asked_for_and_taken_once() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let (_, marie) = installation.sign_in("marie").await;
    let (secret, codes) = set_up_app(services, &marie).await;
    assert_eq!(codes.unwrap().len(), 10);

    let token = begin(services, "marie", PASSWORD).await;
    let choice = services.sessions.second_factor_choice(&token, panel());
    let offered = SecondFactorChoice {
        totp: true,
        passkey: false,
        recovery_code: true,
    };
    assert_eq!(choice.await, Ok(offered));
    let wrong = at(Field::Code, FieldError::WrongCode);
    // That by which the app was set up was taken, and so is each that comes after it.
    let used = SecondFactorCode::Totp(code(&secret, 0));
    let next = SecondFactorCode::Totp(code(&secret, 1));
    let refused = finish(services, &token, used.clone(), None).await;
    assert_eq!(refused.err(), Some(wrong.clone()));
    let tokens = finish(services, &token, next.clone(), None).await.unwrap();
    assert!(resumes(services, &tokens.session).await);
    // The sign-in waits no more; another one does not take the code again.
    let over = finish(services, &token, next.clone(), None).await;
    assert_eq!(over.err(), Some(AppError::SignInOver));
    let token = begin(services, "marie", PASSWORD).await;
    for code in [next, used] {
        let refused = finish(services, &token, code, None).await;
        assert_eq!(refused.err(), Some(wrong.clone()));
    }
    services.audit.flush().await;
    let text = installation.audit_text().await;
    for row in [
        "second_factor.set_up marie marie",
        "session.sign_in marie marie",
        "second_factor.refused (nobody) marie",
    ] {
        assert!(text.contains(row), "{row}: {text}");
    }
    assert!(!text.contains(&secret), "{text}");
}

#[tokio::test]
async fn a_recovery_code_works_once_and_new_ones_replace_the_rest() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let (_, marie) = installation.sign_in("marie").await;
    let (_, codes) = set_up_app(services, &marie).await;
    let codes = codes.unwrap();
    let recover = async |code: &RecoveryCode| {
        let token = begin(services, "marie", PASSWORD).await;
        finish(
            services,
            &token,
            SecondFactorCode::Recovery(code.clone()),
            None,
        )
        .await
    };
    recover(&codes[0]).await.unwrap();
    let wrong = at(Field::RecoveryCode, FieldError::WrongCode);
    assert_eq!(recover(&codes[0]).await.err(), Some(wrong.clone()));

    let factors = &services.second_factors;
    let new = factors.make_recovery_codes(&marie).await.unwrap();
    assert_eq!(recover(&codes[1]).await.err(), Some(wrong));
    recover(&new[0]).await.unwrap();
    assert_eq!(factors.view(&marie, None).await.unwrap().recovery_codes, 9);

    let database = installation.database().await;
    let stored = texts(&database, "SELECT code_hash FROM recovery_code").await;
    assert!(
        stored
            .iter()
            .all(|hash| new.iter().all(|code| code.expose() != hash))
    );
    let text = installation.audit_text().await;
    assert!(text.contains("recovery_code.use marie marie"), "{text}");
    assert!(text.contains("recovery_codes.make marie marie"), "{text}");
}

#[tokio::test]
async fn too_many_wrong_codes_end_the_sign_in_and_lock_no_known_browser() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let (_, marie) = installation.sign_in("marie").await;
    let (secret, codes) = set_up_app(services, &marie).await;
    let token = begin(services, "marie", PASSWORD).await;
    let recovery = SecondFactorCode::Recovery(codes.unwrap()[0].clone());
    let known = finish(services, &token, recovery, None)
        .await
        .unwrap()
        .device;

    let wrong = SecondFactorCode::Totp(code(&secret, 50));
    let token = begin(services, "marie", PASSWORD).await;
    for _ in 0..5 {
        let refused = finish(services, &token, wrong.clone(), None).await;
        assert_eq!(refused.err(), Some(at(Field::Code, FieldError::WrongCode)));
    }
    let over = finish(services, &token, wrong.clone(), None).await;
    assert_eq!(over.err(), Some(AppError::SignInOver));
    // Another right password forgives nothing.
    let token = begin(services, "marie", PASSWORD).await;
    let refused = finish(services, &token, wrong, None).await;
    assert_eq!(refused.err(), Some(at(Field::Code, FieldError::WrongCode)));
    let right = SecondFactorCode::Totp(code(&secret, 1));
    let locked = finish(services, &token, right.clone(), None).await;
    assert!(
        matches!(locked, Err(AppError::Throttled { .. })),
        "{locked:?}"
    );
    finish(services, &token, right, Some(&known)).await.unwrap();
}

#[tokio::test]
async fn a_passkey_signs_in_after_the_password_and_alone() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let (_, marie) = installation.sign_in("marie").await;
    let mut laptop = Authenticator::new("laptop");
    let codes = add_passkey(services, &marie, "Laptop", &mut laptop).await;
    assert_eq!(codes.unwrap().unwrap().len(), 10);
    let mut phone = Authenticator::new("phone");
    let second = add_passkey(services, &marie, "Phone", &mut phone).await;
    assert_eq!(second, Ok(None), "there are recovery codes already");

    let (sessions, here, former) = (&services.sessions, origin(), FormerTokens::default());
    let token = begin(services, "marie", PASSWORD).await;
    let choice = sessions
        .second_factor_choice(&token, panel())
        .await
        .unwrap();
    assert!(choice.passkey && !choice.totp);
    let options = sessions
        .ask_second_passkey(&token, &here, panel())
        .await
        .unwrap();
    let answer = laptop.get(&options, PANEL);
    let finish = async || {
        sessions
            .finish_sign_in_by_passkey(&token, &answer, &here, panel(), &former)
            .await
    };
    let tokens = finish().await.unwrap();
    assert!(resumes(services, &tokens.session).await);
    assert_eq!(finish().await.err(), Some(AppError::SignInOver));

    let alone = async |key: &mut Authenticator, page: &str| {
        let asked = sessions.ask_passkey(&here, panel()).await.unwrap();
        let answer = key.get(&asked.options, page);
        let signed_in = sessions
            .sign_in_by_passkey(&asked.key, &answer, &here, panel(), &former)
            .await;
        let again = sessions.sign_in_by_passkey(&asked.key, &answer, &here, panel(), &former);
        assert_eq!(again.await.err(), Some(AppError::PasskeyRefused));
        signed_in
    };
    // The first one that was added, and the one that was added beside it.
    alone(&mut laptop, PANEL).await.unwrap();
    let tokens = alone(&mut phone, PANEL).await.unwrap();
    let resumed = sessions.resume(&tokens.session).await.unwrap().unwrap();
    assert_eq!(resumed.viewer.login.as_str(), "marie");
    // Another site's page, and another key of the same name, are refused.
    let refused = Some(AppError::PasskeyRefused);
    assert_eq!(
        alone(&mut phone, "https://evil.example").await.err(),
        refused
    );
    let mut forged = Authenticator::new("phone");
    assert_eq!(alone(&mut forged, PANEL).await.err(), refused);

    let view = services.second_factors.view(&marie, panel()).await.unwrap();
    let used = view.passkeys.iter().map(|one| one.last_used_at.is_some());
    assert_eq!(used.collect::<Vec<_>>(), [true, true]);
    services
        .second_factors
        .remove_passkey(&marie, &key_name("Phone"))
        .await
        .unwrap();
    assert_eq!(alone(&mut phone, PANEL).await.err(), refused);
}

#[tokio::test]
async fn a_passkey_has_a_name_of_its_own_and_is_for_one_host() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let factors = &services.second_factors;
    let (_, marie) = installation.sign_in("marie").await;
    let mut key = Authenticator::new("key");
    add_passkey(services, &marie, "Key", &mut key)
        .await
        .unwrap();
    let again = add_passkey(services, &marie, "Key", &mut Authenticator::new("other")).await;
    assert_eq!(again, Err(at(Field::PasskeyName, FieldError::Taken)));
    // What was asked of one page is not answered by another's.
    let name = key_name("Other");
    let options = factors.begin_passkey(&marie, &name, panel()).await.unwrap();
    let elsewhere = Authenticator::new("other").create(&options, "https://evil.example");
    let added = factors
        .add_passkey(&marie, &name, &elsewhere, panel())
        .await;
    assert_eq!(added, Err(AppError::PasskeyRefused));
    for url in [None, PublicUrl::parse("http://panel.example")] {
        let begun = factors.begin_passkey(&marie, &name, url.clone()).await;
        assert_eq!(begun, Err(AppError::PasskeysUnavailable));
        assert!(!factors.view(&marie, url).await.unwrap().passkeys_work_here);
    }
    let token = begin(services, "marie", PASSWORD).await;
    let other_host = PublicUrl::parse("https://other.example");
    let choice = services
        .sessions
        .second_factor_choice(&token, other_host.clone());
    assert!(!choice.await.unwrap().passkey);
    let (sessions, here) = (&services.sessions, origin());
    let asked = sessions.ask_second_passkey(&token, &here, other_host).await;
    assert_eq!(asked, Err(AppError::PasskeysUnavailable));
}

#[tokio::test]
async fn taking_the_last_one_off_takes_the_codes_too() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let factors = &services.second_factors;
    let (_, marie) = installation.sign_in("marie").await;
    set_up_app(services, &marie).await;
    let mut key = Authenticator::new("key");
    add_passkey(services, &marie, "Key", &mut key)
        .await
        .unwrap();
    let name = key_name("Key");
    factors.remove_totp(&marie).await.unwrap();
    assert_eq!(factors.view(&marie, None).await.unwrap().recovery_codes, 10);
    factors.remove_passkey(&marie, &name).await.unwrap();
    assert_eq!(factors.view(&marie, None).await.unwrap().recovery_codes, 0);
    let gone = factors.remove_totp(&marie).await;
    assert_eq!(gone, Err(AppError::NotFound));
    installation.sign_in("marie").await;
    let text = installation.audit_text().await;
    let removed = r#"second_factor.remove marie marie {"kind":"passkey","name":"Key"}"#;
    assert!(text.contains(removed), "{text}");
}

#[tokio::test]
async fn a_lost_one_is_reset_by_another_administrator() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let factors = &services.second_factors;
    installation.add_user("chief", Role::Administrator).await;
    let (_, chief) = installation.sign_in("chief").await;
    let (session, marie) = installation.sign_in("marie").await;
    set_up_app(services, &marie).await;
    let waiting = begin(services, "marie", PASSWORD).await;

    let login = |text| Login::parse(text).unwrap();
    let by_customer = factors.reset(&marie, &login("chief")).await;
    assert_eq!(by_customer.err(), Some(AppError::AdministratorsOnly));
    let own = factors.reset(&chief, &login("chief")).await;
    assert_eq!(own.err(), Some(AppError::OwnSecondFactor));
    let nobody = factors.reset(&chief, &login("nobody")).await;
    assert_eq!(nobody.err(), Some(AppError::NotFound));

    factors.reset(&chief, &login("marie")).await.unwrap();
    assert!(!resumes(services, &session).await);
    let choice = services.sessions.second_factor_choice(&waiting, panel());
    assert_eq!(choice.await, Err(AppError::SignInOver));
    installation.sign_in("marie").await;
    let text = installation.audit_text().await;
    assert!(text.contains("second_factor.reset chief marie"), "{text}");
}

#[tokio::test]
async fn administrators_find_who_has_none() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    for (user, role) in [
        ("app", Role::Administrator),
        ("key", Role::Administrator),
        ("half", Role::Administrator),
        ("rex", Role::Reseller),
    ] {
        installation.add_user(user, role).await;
    }
    let (_, app) = installation.sign_in("app").await;
    set_up_app(services, &app).await;
    let (_, key) = installation.sign_in("key").await;
    let mut device = Authenticator::new("key");
    let added = add_passkey(services, &key, "YubiKey", &mut device).await;
    added.unwrap();
    // Nobody has a second factor by an app that has not shown a code yet.
    let (_, half) = installation.sign_in("half").await;
    services.second_factors.begin_totp(&half).await.unwrap();
    let found = async |actor: &Actor, query: &str| {
        let listing = PanelUserListing::parse(query);
        let list = services.panel_users.list(actor, &listing).await.unwrap();
        let rows = list.users.rows.into_iter();
        let logins: Vec<String> = rows.map(|row| row.login.to_string()).collect();
        assert_eq!(list.users.total, logins.len() as u64);
        logins
    };
    let without = "status=without-second-factor";
    assert_eq!(found(&app, without).await, ["half", "marie", "rex"]);
    let administrators = format!("{without}&role=administrator");
    assert_eq!(found(&app, &administrators).await, ["half"]);

    let of_rex = "UPDATE panel_user SET reseller_id = \
                  (SELECT id FROM panel_user WHERE login = 'rex') WHERE login = 'marie'";
    let database = installation.database().await;
    database.execute_unprepared(of_rex).await.unwrap();
    let (_, marie) = installation.sign_in("marie").await;
    set_up_app(services, &marie).await;
    let (_, rex) = installation.sign_in("rex").await;
    // A reseller is not told who has none.
    assert_eq!(found(&rex, without).await, ["marie"]);
}

#[tokio::test]
async fn another_password_ends_what_waits_for_a_second_factor() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let (_, marie) = installation.sign_in("marie").await;
    let (secret, _) = set_up_app(services, &marie).await;
    let waiting = begin(services, "marie", PASSWORD).await;
    let login = Login::parse("marie").unwrap();
    let users = &services.panel_users;
    let set = users.set_password(
        &Actor::CommandLine,
        &login,
        password(OTHER_PASSWORD),
        PasswordUse::Permanent,
    );
    set.await.unwrap();
    let right = SecondFactorCode::Totp(code(&secret, 1));
    let over = finish(services, &waiting, right.clone(), None).await;
    assert_eq!(over.err(), Some(AppError::SignInOver));
    let token = begin(services, "marie", OTHER_PASSWORD).await;
    finish(services, &token, right, None).await.unwrap();
}

#[tokio::test]
async fn who_must_have_one_has_to_set_it_up_first() {
    let installation = Installation::with_example().await;
    let services = &installation.services;
    let factors = &services.second_factors;
    installation.add_user("chief", Role::Administrator).await;
    let (chief_session, chief) = installation.sign_in("chief").await;
    let (session, marie) = installation.sign_in("marie").await;
    assert_eq!(
        factors.policy(&marie).await,
        Err(AppError::AdministratorsOnly)
    );
    let now = factors.policy(&chief).await.unwrap();
    let policy = SecondFactorPolicy {
        customers: true,
        ..SecondFactorPolicy::default()
    };
    let by_customer = factors.change_policy(&marie, now.version, policy).await;
    assert_eq!(by_customer, Err(AppError::AdministratorsOnly));
    factors
        .change_policy(&chief, now.version, policy)
        .await
        .unwrap();
    let late = factors.change_policy(&chief, now.version, policy).await;
    assert_eq!(
        late,
        Err(AppError::SettingsEditConflict(EditedSettings::General))
    );

    let pending = async |token: &SessionToken| {
        let resumed = services.sessions.resume(token).await.unwrap();
        resumed.unwrap().pending
    };
    let step = Some(PendingStep::SetUpSecondFactor);
    assert_eq!(pending(&session).await, step);
    assert_eq!(pending(&chief_session).await, None);
    // Begun is not set up.
    factors.begin_totp(&marie).await.unwrap();
    assert_eq!(pending(&session).await, step);
    set_up_app(services, &marie).await;
    assert_eq!(pending(&session).await, None);

    let version = factors.policy(&chief).await.unwrap().version;
    let nobody = SecondFactorPolicy::default();
    factors
        .change_policy(&chief, version, nobody)
        .await
        .unwrap();
    assert_eq!(factors.policy(&chief).await.unwrap().policy, nobody);
    let text = installation.audit_text().await;
    assert!(text.contains("second_factor_policy.change chief"), "{text}");
}
