//! Signing in to the panel.

use app::backend::SessionToken;
use app::model::{Actor, Login, Origin, Problem};

use super::super::Accounts;
use super::super::audit::{Author, Trail, panel_user_subject};
use super::super::panel_user::throttled;
use super::begin_session;
use crate::store::{Deed, PanelUserRecord, Subject};

impl Accounts {
    /// Signs a panel user in and begins a session, with a token that nobody had before.
    ///
    /// An unknown login takes as long as a wrong password. Failures count against the address
    /// and the login; while one of them is locked, a right password is refused like a wrong one.
    /// Both a sign-in and a refused one are kept in the audit trail. What was typed as a login is
    /// kept only if somebody has it: people mistake one field for the other.
    ///
    /// # Errors
    /// [`Problem::WrongCredentials`], [`Problem::Throttled`], [`Problem::Busy`].
    pub async fn sign_in(
        &self,
        login: &str,
        password: &str,
        origin: &Origin,
    ) -> Result<SessionToken, Problem> {
        let attempt = self
            .inner
            .panel_throttle
            .begin(origin.address, login)
            .map_err(throttled)?;
        let user = match Login::parse(login) {
            Ok(login) => self.store().panel_user_by_login(&login).await?,
            Err(_) => None,
        };
        let hash = user.as_ref().map(|user| user.password_hash.as_str());
        let right = self.hasher().verify(password, hash).await?;
        match user {
            Some(user) if right => {
                attempt.succeeded();
                self.begin(&user, origin).await
            }
            user => {
                attempt.failed();
                self.note_refusal(user.as_ref(), origin).await?;
                Err(Problem::WrongCredentials)
            }
        }
    }

    async fn begin(
        &self,
        user: &PanelUserRecord,
        origin: &Origin,
    ) -> Result<SessionToken, Problem> {
        let actor = Actor::PanelUser {
            id: user.id,
            login: user.login.clone(),
            role: user.role,
            origin: origin.clone(),
        };
        let trail = Trail::begin(&actor)?;
        let writing = self.store().write().await?;
        let token = begin_session(&writing, user.id, origin, trail.at).await?;
        let subject = panel_user_subject(&user.login);
        trail
            .write::<()>(&writing, Deed::SignedIn, subject, None, None)
            .await?;
        writing.commit().await?;
        Ok(token)
    }

    async fn note_refusal(
        &self,
        user: Option<&PanelUserRecord>,
        origin: &Origin,
    ) -> Result<(), Problem> {
        let subject = match user {
            Some(user) => panel_user_subject(&user.login),
            None => Subject::default(),
        };
        let trail = Trail::begin(Author::stranger(origin))?;
        let writing = self.store().write().await?;
        trail
            .write::<()>(&writing, Deed::SignInRefused, subject, None, None)
            .await?;
        Ok(writing.commit().await?)
    }
}
