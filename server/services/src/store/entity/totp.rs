//! The secrets by which apps of panel users make codes.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "totp")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) panel_user_id: i64,
    pub(in crate::store) secret: String,
    pub(in crate::store) made_at: i64,
    pub(in crate::store) confirmed_at: Option<i64>,
    pub(in crate::store) last_step: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
