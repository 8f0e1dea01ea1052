//! What each person is to each subscription, administrators left out: a view.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscription_standing")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) subscription_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) panel_user_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) standing: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
