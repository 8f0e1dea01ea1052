//! The panel users who are signed in.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "session")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key, auto_increment = false)]
    pub(in crate::store) token_hash: String,
    pub(in crate::store) panel_user_id: i64,
    pub(in crate::store) created_at: i64,
    pub(in crate::store) expires_at: i64,
    pub(in crate::store) address: String,
    pub(in crate::store) user_agent: String,
    pub(in crate::store) public_id: i64,
    pub(in crate::store) last_seen_at: i64,
    pub(in crate::store) proved_at: i64,
}

#[derive(Clone, Copy, Debug, EnumIter, DeriveRelation)]
pub(in crate::store) enum Relation {
    #[sea_orm(
        belongs_to = "super::panel_user::Entity",
        from = "Column::PanelUserId",
        to = "super::panel_user::Column::Id"
    )]
    PanelUser,
}

impl Related<super::panel_user::Entity> for Entity {
    fn to() -> RelationDef {
        Relation::PanelUser.def()
    }
}

impl ActiveModelBehavior for ActiveModel {}
