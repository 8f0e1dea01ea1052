//! What was done over FTP. Kept for a set time.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ftp_activity")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::store) id: i64,
    pub(in crate::store) at: i64,
    pub(in crate::store) subscription_id: i64,
    pub(in crate::store) ftp_account_id: i64,
    pub(in crate::store) account_name: String,
    pub(in crate::store) kind_group: String,
    pub(in crate::store) kind: String,
    pub(in crate::store) path: Option<String>,
    pub(in crate::store) other_path: Option<String>,
    pub(in crate::store) bytes: Option<i64>,
    pub(in crate::store) took_ms: Option<i64>,
    pub(in crate::store) complete: Option<bool>,
    pub(in crate::store) reason: Option<String>,
    pub(in crate::store) address: String,
    pub(in crate::store) protocol: Option<String>,
    pub(in crate::store) events: Option<i64>,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
