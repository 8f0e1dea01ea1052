//! The hosted sites.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "subscription")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::store) id: i64,
    pub(in crate::store) domain: String,
    pub(in crate::store) domain_key: String,
    pub(in crate::store) owner_id: i64,
    pub(in crate::store) webspace_root: String,
    pub(in crate::store) created_at: i64,
    pub(in crate::store) ftp_accounts: i64,
    pub(in crate::store) quota_version: i64,
    pub(in crate::store) system_user: Option<String>,
    pub(in crate::store) umask: i64,
    pub(in crate::store) hosting_version: i64,
    pub(in crate::store) suspended_at: Option<i64>,
    pub(in crate::store) suspended_by: Option<String>,
    pub(in crate::store) removed_at: Option<i64>,
    pub(in crate::store) removed_by: Option<String>,
    pub(in crate::store) version: i64,
    pub(in crate::store) own_page: bool,
    pub(in crate::store) plan_id: Option<i64>,
    pub(in crate::store) max_ftp_accounts: Option<i64>,
    pub(in crate::store) max_disk_space: Option<i64>,
    pub(in crate::store) max_files: Option<i64>,
    pub(in crate::store) max_ftp_sessions: Option<i64>,
    pub(in crate::store) total_upload_rate: Option<i64>,
    pub(in crate::store) total_download_rate: Option<i64>,
    pub(in crate::store) locked_settings: String,
    pub(in crate::store) limits_version: i64,
    pub(in crate::store) used_bytes: i64,
    pub(in crate::store) used_files: i64,
    pub(in crate::store) counted_at: Option<i64>,
    pub(in crate::store) usage_incomplete: bool,
    pub(in crate::store) usage_settled: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {
    #[sea_orm(
        belongs_to = "super::panel_user::Entity",
        from = "Column::OwnerId",
        to = "super::panel_user::Column::Id"
    )]
    Owner,
}

impl Related<super::panel_user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Owner.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
