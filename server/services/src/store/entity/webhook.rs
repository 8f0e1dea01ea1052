//! Addresses that are told of events.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::store) id: i64,
    pub(in crate::store) subscription_id: Option<i64>,
    pub(in crate::store) name: String,
    pub(in crate::store) name_key: String,
    pub(in crate::store) url: String,
    pub(in crate::store) event_kinds: String,
    pub(in crate::store) secret: String,
    pub(in crate::store) old_secret: Option<String>,
    pub(in crate::store) old_secret_until: Option<i64>,
    pub(in crate::store) enabled: bool,
    pub(in crate::store) created_at: i64,
    pub(in crate::store) failing_since: Option<i64>,
    pub(in crate::store) is_full: bool,
    pub(in crate::store) lost_at: Option<i64>,
    pub(in crate::store) version: i64,
    pub(in crate::store) removed_at: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
