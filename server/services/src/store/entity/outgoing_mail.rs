//! Mails that wait to be sent. None holds a secret.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "outgoing_mail")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::store) id: i64,
    /// Who gets it.
    pub(in crate::store) panel_user_id: i64,
    /// What it says, in JSON; the text is made when it is sent.
    pub(in crate::store) reminder: String,
    pub(in crate::store) created_at: i64,
    pub(in crate::store) next_attempt_at: i64,
    pub(in crate::store) attempts: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
