//! Passwords that somebody else has given, and that are for one sign-in.

use model::{Login, PasswordUse, PendingStep, Role};
use services::{FormerTokens, SessionToken};

use crate::support::{Installation, OTHER_PASSWORD, PASSWORD, password};

async fn pending(installation: &Installation, token: &SessionToken) -> Option<PendingStep> {
    let resumed = installation.services.sessions.resume(token).await;
    resumed.unwrap().unwrap().pending
}

#[tokio::test]
async fn who_was_given_a_password_has_to_choose_another_until_they_have() {
    let installation = Installation::new().await;
    installation.add_user("marie", Role::Customer).await;
    let users = &installation.services.panel_users;
    let login = Login::parse("marie").unwrap();
    let given = async |password_use| {
        let (actor, new) = (model::Actor::CommandLine, password(PASSWORD));
        let set = users.set_password(&actor, &login, new, password_use);
        set.await.unwrap();
        installation.sign_in("marie").await
    };
    let (token, _) = given(PasswordUse::Permanent).await;
    assert_eq!(pending(&installation, &token).await, None);

    let (token, marie) = given(PasswordUse::Temporary).await;
    let step = Some(PendingStep::ChangePassword);
    assert_eq!(pending(&installation, &token).await, step);
    // Signing in again is no way around it.
    let (token, _) = installation.sign_in("marie").await;
    assert_eq!(pending(&installation, &token).await, step);

    let former = FormerTokens::default();
    let changed = users.change_own_password(&marie, PASSWORD, password(OTHER_PASSWORD), &former);
    let token = changed.await.unwrap().session;
    assert_eq!(pending(&installation, &token).await, None);
}

#[tokio::test]
async fn the_first_administrator_is_asked_unless_it_is_a_demonstration() {
    for (password_use, step) in [
        (PasswordUse::Temporary, Some(PendingStep::ChangePassword)),
        (PasswordUse::Permanent, None),
    ] {
        let installation = Installation::new().await;
        let services = &installation.services;
        let first = services.first_start(password_use).await.unwrap().unwrap();
        let (origin, former) = (crate::support::origin(), FormerTokens::default());
        let password = first.password.expose();
        let tokens = services
            .sessions
            .sign_in("admin", password, &origin, &former);
        let token = tokens.await.unwrap().complete().unwrap().session;
        assert_eq!(pending(&installation, &token).await, step);
    }
}
