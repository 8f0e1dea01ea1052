//! The tokens by which programs act for panel users.

use sea_orm::entity::prelude::*;

#[derive(Clone, Debug, PartialEq, Eq, DeriveEntityModel)]
#[sea_orm(table_name = "api_token")]
pub(in crate::store) struct Model {
    #[sea_orm(primary_key)]
    pub(in crate::store) id: i64,
    pub(in crate::store) panel_user_id: i64,
    pub(in crate::store) name: String,
    pub(in crate::store) token_hash: String,
    pub(in crate::store) access: String,
    pub(in crate::store) limited: bool,
    pub(in crate::store) addresses: String,
    pub(in crate::store) expires_at: Option<i64>,
    pub(in crate::store) created_at: i64,
    pub(in crate::store) last_used_at: Option<i64>,
    pub(in crate::store) last_used_from: Option<String>,
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
