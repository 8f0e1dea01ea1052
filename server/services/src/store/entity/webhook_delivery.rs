//! What is told by webhooks, or was.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "webhook_delivery")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::store) id: i64,
    pub(in crate::store) webhook_id: i64,
    pub(in crate::store) lane: i64,
    pub(in crate::store) event_id: String,
    pub(in crate::store) kind: String,
    pub(in crate::store) body: String,
    pub(in crate::store) created_at: i64,
    pub(in crate::store) state: String,
    pub(in crate::store) attempts: i64,
    pub(in crate::store) attempted_at: Option<i64>,
    pub(in crate::store) took_ms: Option<i64>,
    pub(in crate::store) status: Option<i64>,
    pub(in crate::store) answer: Option<String>,
    pub(in crate::store) error: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
