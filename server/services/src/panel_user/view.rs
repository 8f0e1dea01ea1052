//! Showing a panel user to those who manage them.

use model::{Actor, AppError, Login, PanelUserView, Role, UtcTime};

use super::PanelUsers;

impl PanelUsers {
    /// Shows a panel user: what is said of them, what they own, and their link.
    ///
    /// Who may: an administrator; a reseller of their customers.
    ///
    /// # Errors
    /// [`AppError::NotPermitted`] for whoever manages nobody; [`AppError::NotFound`] if nobody has
    /// the login, and for somebody whom another manages.
    pub async fn view(&self, actor: &Actor, login: &Login) -> Result<PanelUserView, AppError> {
        let user = self.context.managed_user(actor, login).await?;
        let store = self.context.store();
        let usage = match user.details.role {
            Role::Reseller => Some(store.reseller_usage(user.id).await?.1),
            Role::Administrator | Role::Customer => None,
        };
        let people = self.context.known_people(actor, None).await?;
        let link = store.panel_user_link_of(user.id, UtcTime::now()).await?;
        Ok(PanelUserView {
            has_second_factor: store.second_factors(user.id).await?.is_set_up(),
            possessions: store.possessions(user.id).await?,
            choices: self.choices(actor).await?,
            is_self: actor.panel_user_id() == Some(user.id),
            version: user.version,
            created_at: user.created_at,
            last_sign_in_at: user.last_sign_in_at,
            link: link.map(|link| people.with_known_maker(link)),
            usage,
            details: user.details,
        })
    }
}
