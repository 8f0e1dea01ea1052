//! The passkeys of panel users.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "passkey")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) credential_id: String,
    pub(in crate::store) panel_user_id: i64,
    pub(in crate::store) user_handle: String,
    pub(in crate::store) host: String,
    pub(in crate::store) name: String,
    pub(in crate::store) credential: String,
    pub(in crate::store) added_at: i64,
    pub(in crate::store) last_used_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
