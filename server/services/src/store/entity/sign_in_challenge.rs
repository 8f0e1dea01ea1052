//! Sign-ins whose password was right, and that wait for a second factor.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "sign_in_challenge")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) token_hash: String,
    pub(in crate::store) panel_user_id: i64,
    pub(in crate::store) made_at: i64,
    pub(in crate::store) expires_at: i64,
    pub(in crate::store) known_device: bool,
    pub(in crate::store) attempts: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
