//! Adding an API token.

use model::{
    Actor, ApiTokenSubscriptions, AppError, DomainName, Field, FieldError, Login, MAX_API_TOKENS,
    NewApiToken,
};

use super::ApiTokens;
use super::snapshot::ApiTokenSnapshot;
use crate::audit::panel_user_subject;
use crate::authorization::visible_to_person;
use crate::context::Context;
use crate::secret::ApiTokenSecret;
use crate::store::{
    AuditAction, Constraint, NewApiTokenRecord, PanelUserRecord, StoreError, SubscriptionId,
};
use crate::transaction::transaction;

impl ApiTokens {
    /// Adds a token by which programs act as its owner. Its text is returned here and never again: only
    /// its hash is stored.
    ///
    /// Who may: whoever is signed in, for themselves, once they have proved lately who they are; the
    /// command line for everybody. No token makes another one.
    ///
    /// # Errors
    /// [`AppError::NotForTokens`]; [`AppError::ProofRequired`]; [`AppError::NotFound`] if nobody has
    /// the login; [`AppError::NotPermitted`] for somebody else's; [`AppError::Invalid`] at
    /// [`Field::ApiTokenName`] if the owner has one of the name, or too many, and at
    /// [`Field::ApiTokenSubscriptions`] for what the owner does not see.
    pub async fn add(
        &self,
        actor: &Actor,
        owner: &Login,
        new: &NewApiToken,
    ) -> Result<ApiTokenSecret, AppError> {
        self.context.refuse_tokens(actor)?;
        let owner = self.context.token_owner(actor, owner).await?;
        self.context.require_recent_proof(actor)?;
        let subscriptions = match &new.subscriptions {
            ApiTokenSubscriptions::All => None,
            ApiTokenSubscriptions::Only(domains) => {
                Some(self.context.seen_by(&owner, domains).await?)
            }
        };
        let secret = ApiTokenSecret::generate()?;
        let trail = self.context.begin_operation(actor)?;
        transaction!(self.context.store(), |transaction| {
            // So that not two at once are the last that there may be.
            transaction.lock_panel_users().await?;
            if transaction.count_api_tokens(owner.id).await? >= u64::from(MAX_API_TOKENS) {
                let most = MAX_API_TOKENS;
                let error = FieldError::TooMany { most };
                return Err(AppError::at(Field::ApiTokenName, error));
            }
            let record = NewApiTokenRecord {
                panel_user_id: owner.id,
                name: new.name.clone(),
                token_hash: secret.hash(),
                access: new.access,
                subscriptions: subscriptions.clone(),
                expires_at: new.expires_at,
                addresses: new.addresses.clone(),
                created_at: trail.at,
            };
            let added = transaction.add_api_token(record).await;
            added.map_err(not_added)?;
            let (action, subject) = (AuditAction::ApiTokenAdded, panel_user_subject(&owner.login));
            let after = ApiTokenSnapshot::from(new);
            trail
                .write(transaction, action, subject, None, Some(&after))
                .await
        })
        .await?;
        Ok(secret)
    }
}

impl Context {
    /// Who is to have a token: the acting person, or whomever the command line names.
    async fn token_owner(&self, actor: &Actor, login: &Login) -> Result<PanelUserRecord, AppError> {
        if let Actor::PanelUser { login: own, .. } = actor
            && own != login
        {
            return Err(AppError::NotPermitted);
        }
        let owner = self.store().panel_user_by_login(login).await?;
        owner.ok_or(AppError::NotFound)
    }

    /// The subscriptions of these domain names, all of which a panel user sees.
    async fn seen_by(
        &self,
        owner: &PanelUserRecord,
        domains: &[DomainName],
    ) -> Result<Vec<SubscriptionId>, AppError> {
        let visible = visible_to_person(owner.id, owner.role);
        let mut found = Vec::with_capacity(domains.len());
        for domain in domains {
            let subscription = self.store().subscription(domain, visible).await?;
            found.push(subscription.ok_or_else(no_such_subscription)?.id);
        }
        Ok(found)
    }
}

fn no_such_subscription() -> AppError {
    AppError::at(Field::ApiTokenSubscriptions, FieldError::NoSuchSubscription)
}

fn not_added(error: StoreError) -> AppError {
    match error {
        StoreError::ConstraintViolated(Constraint::ApiTokenName) => {
            AppError::at(Field::ApiTokenName, FieldError::Taken)
        }
        // A subscription was removed for good in the meantime.
        StoreError::ConstraintViolated(Constraint::Reference) => no_such_subscription(),
        error => error.into(),
    }
}
