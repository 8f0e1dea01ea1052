//! The FTP accounts that are signed in to the page of their own.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "ftp_account_session")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) token_hash: String,
    pub(in crate::store) ftp_account_id: i64,
    pub(in crate::store) access_version: i64,
    pub(in crate::store) created_at: i64,
    pub(in crate::store) expires_at: i64,
    pub(in crate::store) address: String,
    pub(in crate::store) user_agent: String,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {
    #[sea_orm(
        belongs_to = "super::ftp_account::Entity",
        from = "Column::FtpAccountId",
        to = "super::ftp_account::Column::Id"
    )]
    FtpAccount,
}

impl Related<super::ftp_account::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::FtpAccount.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
