//! The logins that FTP clients use.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ftp_account")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::store) id: i64,
    pub(in crate::store) subscription_id: i64,
    pub(in crate::store) name: String,
    pub(in crate::store) name_key: String,
    pub(in crate::store) home_directory: String,
    pub(in crate::store) home_key: String,
    pub(in crate::store) password_hash: String,
    pub(in crate::store) is_main: bool,
    pub(in crate::store) version: i64,
    pub(in crate::store) created_at: i64,
    pub(in crate::store) changed_at: i64,
    pub(in crate::store) last_sign_in_at: Option<i64>,
    pub(in crate::store) access_version: i64,
    pub(in crate::store) enabled: bool,
    pub(in crate::store) permission: String,
    pub(in crate::store) expires_at: Option<i64>,
    pub(in crate::store) allowed_addresses: String,
    pub(in crate::store) max_sessions: Option<i64>,
    pub(in crate::store) upload_rate: Option<i64>,
    pub(in crate::store) download_rate: Option<i64>,
    pub(in crate::store) tls_required: bool,
    pub(in crate::store) note: String,
    pub(in crate::store) note_key: String,
    pub(in crate::store) removed_at: Option<i64>,
    pub(in crate::store) removed_by: Option<String>,
    pub(in crate::store) quota_bytes: Option<i64>,
    pub(in crate::store) quota_files: Option<i64>,
    pub(in crate::store) used_bytes: i64,
    pub(in crate::store) used_files: i64,
    pub(in crate::store) counted_at: Option<i64>,
    pub(in crate::store) usage_settled: bool,
    pub(in crate::store) usage_incomplete: bool,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {
    #[sea_orm(
        belongs_to = "super::subscription::Entity",
        from = "Column::SubscriptionId",
        to = "super::subscription::Column::Id"
    )]
    Subscription,
}

impl Related<super::subscription::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::Subscription.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
