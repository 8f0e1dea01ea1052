//! Named sets of limits.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "plan")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::store) id: i64,
    pub(in crate::store) maker_id: Option<i64>,
    pub(in crate::store) name: String,
    pub(in crate::store) name_key: String,
    pub(in crate::store) max_ftp_accounts: Option<i64>,
    pub(in crate::store) max_disk_space: Option<i64>,
    pub(in crate::store) max_files: Option<i64>,
    pub(in crate::store) max_ftp_sessions: Option<i64>,
    pub(in crate::store) total_upload_rate: Option<i64>,
    pub(in crate::store) total_download_rate: Option<i64>,
    pub(in crate::store) locked_settings: String,
    pub(in crate::store) version: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
