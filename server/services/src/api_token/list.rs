//! Listing the API tokens of a panel user.

use model::{Actor, ApiTokenList, ApiTokenView, AppError, Login, PanelUserId};

use super::ApiTokens;
use crate::context::Context;

impl ApiTokens {
    /// Lists the tokens of a panel user, by name.
    ///
    /// Who may: themselves; those who manage them.
    ///
    /// # Errors
    /// [`AppError::NotForTokens`]; as for [`PanelUsers::view`](crate::PanelUsers::view), of somebody
    /// else.
    pub async fn list(&self, actor: &Actor, owner: &Login) -> Result<ApiTokenList, AppError> {
        self.context.refuse_tokens(actor)?;
        let (id, owner) = self.context.token_holder(actor, owner).await?;
        let tokens = self.context.store().api_tokens_of(id, &owner).await?;
        Ok(ApiTokenList { owner, tokens })
    }

    /// Lists the tokens of everybody, by owner and name.
    ///
    /// Who may: administrators only.
    ///
    /// # Errors
    /// [`AppError::NotForTokens`]; [`AppError::AdministratorsOnly`].
    pub async fn list_all(&self, actor: &Actor) -> Result<Vec<ApiTokenView>, AppError> {
        self.context.refuse_tokens(actor)?;
        self.context.administrators_only(actor)?;
        let store = self.context.store();
        let mut tokens = Vec::new();
        for (id, owner) in store.api_token_owners().await? {
            tokens.extend(store.api_tokens_of(id, &owner).await?);
        }
        Ok(tokens)
    }

    /// The token by which the actor acts.
    ///
    /// # Errors
    /// [`AppError::NotFound`] if they act by none, or it is gone.
    pub async fn view_own(&self, actor: &Actor) -> Result<ApiTokenView, AppError> {
        let Actor::PanelUser {
            id,
            login,
            token: Some(token),
            ..
        } = actor
        else {
            return Err(AppError::NotFound);
        };
        let store = self.context.store();
        let found = store.api_token_named(*id, login, &token.name).await?;
        found.ok_or(AppError::NotFound)
    }
}

impl Context {
    /// Whose tokens an actor asks for: their own, or those of somebody whom they manage.
    pub(super) async fn token_holder(
        &self,
        actor: &Actor,
        login: &Login,
    ) -> Result<(PanelUserId, Login), AppError> {
        if let Actor::PanelUser { id, login: own, .. } = actor
            && own == login
        {
            return Ok((*id, own.clone()));
        }
        let user = self.managed_user(actor, login).await?;
        Ok((user.id, user.details.login))
    }
}
