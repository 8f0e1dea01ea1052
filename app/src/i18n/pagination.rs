//! Pages of a list.

use super::{en, fr};
use model::PageNumber;

/// The texts of this page in one language.
pub struct PaginationTexts {
    pub title: &'static str,
    pub page_of: fn(PageNumber, u32) -> String,
    pub previous_page: &'static str,
    pub next_page: &'static str,
}

pub(super) const EN: PaginationTexts = PaginationTexts {
    title: "Pages",
    page_of: |page, last| {
        format!(
            "Page {} of {}",
            en::number(page.get().into()),
            en::number(last.into())
        )
    },
    previous_page: "Previous page",
    next_page: "Next page",
};

pub(super) const FR: PaginationTexts = PaginationTexts {
    title: "Pages",
    page_of: |page, last| {
        format!(
            "Page {} sur {}",
            fr::number(page.get().into()),
            fr::number(last.into())
        )
    },
    previous_page: "Page précédente",
    next_page: "Page suivante",
};
