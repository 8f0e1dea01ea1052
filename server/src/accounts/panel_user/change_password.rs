//! Changing a panel user's password.

use app::backend::SessionToken;
use app::model::{Actor, Field, FieldError, Login, Operation, Password, Problem};

use super::super::Accounts;
use super::super::audit::{Trail, panel_user_subject};
use super::super::authorise::administrators_only;
use super::super::session::begin_session;
use super::super::throttle::Locked;
use crate::store::{Deed, PanelUserRecord, Writing};

impl Accounts {
    /// Changes the acting person's own password.
    ///
    /// The current password must be told, and wrong ones count like failed sign-ins. The new one
    /// must be hard to guess. Every session of the person ends, and a new one begins.
    ///
    /// # Errors
    /// A problem at [`Field::CurrentPassword`] or [`Field::Password`]; [`Problem::Throttled`];
    /// [`Problem::NotSignedIn`] for an actor who is no panel user (any more).
    pub async fn change_own_password(
        &self,
        actor: &Actor,
        current: &str,
        new: Password,
    ) -> Result<SessionToken, Problem> {
        let Actor::PanelUser { id, origin, .. } = actor else {
            return Err(Problem::NotSignedIn);
        };
        let user = self.store().panel_user(*id).await?;
        let user = user.ok_or(Problem::NotSignedIn)?;
        let attempt = self
            .inner
            .panel_throttle
            .begin(origin.address, user.login.as_str())
            .map_err(throttled)?;
        let right = self
            .hasher()
            .verify(current, Some(&user.password_hash))
            .await?;
        if !right {
            attempt.failed();
            return Err(Problem::at(
                Field::CurrentPassword,
                FieldError::WrongPassword,
            ));
        }
        attempt.succeeded();
        let password_hash = self.hash_for(&user, &new).await?;
        let trail = Trail::begin(actor)?;
        let writing = self.store().write().await?;
        replace(&writing, &trail, &user, password_hash).await?;
        let token = begin_session(&writing, *id, origin, trail.at).await?;
        writing.commit().await?;
        Ok(token)
    }

    /// Gives a panel user another password, for those who lost theirs. All their sessions end.
    ///
    /// Who may: administrators only.
    ///
    /// # Errors
    /// [`Problem::AdministratorsOnly`]; [`Problem::NotFound`] if nobody has the login; a problem
    /// at [`Field::Password`].
    pub async fn set_panel_user_password(
        &self,
        actor: &Actor,
        login: &Login,
        new: Password,
    ) -> Result<Operation, Problem> {
        administrators_only(actor)?;
        let user = self.store().panel_user_by_login(login).await?;
        let user = user.ok_or(Problem::NotFound)?;
        let password_hash = self.hash_for(&user, &new).await?;
        let trail = Trail::begin(actor)?;
        let writing = self.store().write().await?;
        replace(&writing, &trail, &user, password_hash).await?;
        writing.commit().await?;
        Ok(trail.finish())
    }

    async fn hash_for(&self, user: &PanelUserRecord, new: &Password) -> Result<String, Problem> {
        let inputs = [user.login.as_str(), user.display_name.as_str()];
        self.refuse_guessable(new, &inputs).await?;
        self.hasher().hash(new).await
    }
}

async fn replace(
    writing: &Writing,
    trail: &Trail<'_>,
    user: &PanelUserRecord,
    password_hash: String,
) -> Result<(), Problem> {
    writing
        .set_panel_user_password(user.id, password_hash)
        .await?;
    writing.remove_sessions_of(user.id).await?;
    let subject = panel_user_subject(&user.login);
    trail
        .write::<()>(writing, Deed::PanelUserPasswordChanged, subject, None, None)
        .await
}

/// The wait, as a problem.
pub(in super::super) fn throttled(locked: Locked) -> Problem {
    Problem::Throttled {
        seconds: locked.seconds(),
    }
}
