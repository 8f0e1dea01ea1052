//! What an account with a home directory will see and may do there.

use leptos::prelude::*;

use super::own_texts;
use model::HomePreview;

/// A sentence or two.
pub(crate) fn home_preview(preview: &HomePreview) -> String {
    let texts = own_texts();
    let (first, second, fine) = match preview {
        HomePreview::There {
            first,
            count,
            more,
            barred,
        } => {
            let seen = (texts.home_directory.home_seen)(first, *count, *more);
            match barred {
                None => (
                    seen,
                    texts.home_directory.home_can_be_written.to_owned(),
                    true,
                ),
                Some(error) => (
                    seen,
                    (texts.home_directory.home_cannot_be_written)(*error),
                    false,
                ),
            }
        }
        HomePreview::WillBeMade => (
            String::new(),
            texts.home_directory.home_will_be_made.to_owned(),
            true,
        ),
        HomePreview::Refused(error) => (String::new(), (texts.field_error)(*error), false),
    };
    let class = if fine { "fine" } else { "trouble" };
    view! {
        {(!first.is_empty()).then(|| view! { <p>{first}</p> })}
        <p class=class>{second}</p>
    }
    .to_html()
}
