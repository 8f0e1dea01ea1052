//! What a database that comes out of a backup must not bring back.

use sea_orm::sea_query::Expr;
use sea_orm::{ColumnTrait, Condition, EntityTrait, QueryFilter};

use super::entity::{
    device_cookie, ftp_account, ftp_account_session, one_time_link, panel_user_link, session,
    sign_in_challenge, subscription,
};
use super::error::StoreError;
use super::transaction::Transaction;

impl Transaction {
    /// Removes what lets somebody in without a password, or more easily: every session of the panel
    /// and of FTP accounts' own pages, every sign-in that waits for a second factor, every one-time
    /// link and every device cookie. Gives the number of sessions and links.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn end_all_access(&self) -> Result<(u64, u64), StoreError> {
        let sessions = session::Entity::delete_many()
            .exec(&self.transaction)
            .await?;
        let own_pages = ftp_account_session::Entity::delete_many()
            .exec(&self.transaction)
            .await?;
        let links = one_time_link::Entity::delete_many()
            .exec(&self.transaction)
            .await?;
        sign_in_challenge::Entity::delete_many()
            .exec(&self.transaction)
            .await?;
        let panel_user_links = panel_user_link::Entity::delete_many()
            .exec(&self.transaction)
            .await?;
        device_cookie::Entity::delete_many()
            .exec(&self.transaction)
            .await?;
        let sessions = sessions.rows_affected + own_pages.rows_affected;
        let links = links.rows_affected + panel_user_links.rows_affected;
        Ok((sessions, links))
    }

    /// Has every home directory and webspace counted again: files came and went since it was.
    ///
    /// # Errors
    /// If the database fails.
    pub async fn distrust_usage(&self) -> Result<(), StoreError> {
        let counted = Condition::any()
            .add(ftp_account::Column::UsageSettled.eq(true))
            .add(ftp_account::Column::CountedAt.is_not_null());
        ftp_account::Entity::update_many()
            .col_expr(ftp_account::Column::UsageSettled, Expr::value(false))
            .col_expr(
                ftp_account::Column::CountedAt,
                Expr::value(Option::<i64>::None),
            )
            .filter(counted)
            .exec(&self.transaction)
            .await?;
        subscription::Entity::update_many()
            .col_expr(subscription::Column::UsageSettled, Expr::value(false))
            .col_expr(
                subscription::Column::CountedAt,
                Expr::value(Option::<i64>::None),
            )
            .filter(subscription::Column::CountedAt.is_not_null())
            .exec(&self.transaction)
            .await?;
        Ok(())
    }
}
