//! The keys of requests that programs may send twice, with the answers that were given.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "idempotency_key")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) api_token_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) name: String,
    pub(in crate::store) request_hash: String,
    pub(in crate::store) created_at: i64,
    pub(in crate::store) status: Option<i64>,
    pub(in crate::store) etag: Option<String>,
    pub(in crate::store) location: Option<String>,
    pub(in crate::store) body: Option<String>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
