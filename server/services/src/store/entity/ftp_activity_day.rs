//! What was done over FTP on each day: of each subscription, and of all together.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ftp_activity_day")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) subscription_id: i64,
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) day: i64,
    pub(in crate::store) uploads: i64,
    pub(in crate::store) upload_bytes: i64,
    pub(in crate::store) downloads: i64,
    pub(in crate::store) download_bytes: i64,
    pub(in crate::store) sign_ins: i64,
    pub(in crate::store) refusals: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {}

impl ActiveModelBehavior for ActiveModel {}
