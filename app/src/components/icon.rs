//! Icons, all from one sprite that stands once in each document.

use leptos::prelude::*;

/// An icon. It only repeats what words beside it say: assistive technology does not read it.
#[component]
pub(crate) fn Icon(
    /// Which one.
    name: IconName,
) -> impl IntoView {
    view! {
        <svg class="icon" aria-hidden="true">
            <use_ href=name.reference() />
        </svg>
    }
}

/// The drawings to which every [`Icon`] of the document refers.
#[component]
pub(crate) fn IconSprite() -> impl IntoView {
    let symbol = |icon: IconName| {
        view! {
            <symbol id=icon.id() viewBox="0 0 24 24">
                <path d=icon.path() />
            </symbol>
        }
    };
    view! {
        <svg class="icon-sprite" aria-hidden="true">
            {IconName::ALL.map(symbol).into_iter().collect_view()}
        </svg>
    }
}

/// Lists every icon once: its name in code, its name in the document, and its drawing, a path of
/// lines in a square of 24.
macro_rules! icons {
    ($($(#[$doc:meta])* $name:ident $id:literal $path:literal,)*) => {
        /// What an [`Icon`] shows.
        #[derive(Clone, Copy, Debug, PartialEq, Eq)]
        pub(crate) enum IconName {
            $($(#[$doc])* $name,)*
        }

        impl IconName {
            const ALL: [Self; [$($id),*].len()] = [$(Self::$name),*];

            fn id(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("icon-", $id),)*
                }
            }

            fn reference(self) -> &'static str {
                match self {
                    $(Self::$name => concat!("#icon-", $id),)*
                }
            }

            fn path(self) -> &'static str {
                match self {
                    $(Self::$name => $path,)*
                }
            }
        }
    };
}

icons! {
    /// A person or an FTP account.
    Account "account" "M12 12a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 21c0-4 3.5-6 8-6s8 2 8 6",
    /// The main account.
    Star "star" "m12 3 2.7 5.8 6.3.8-4.6 4.4 1.2 6.3L12 17.2l-5.6 3.1 1.2-6.3L3 9.6l6.3-.8Z",
    /// A folder.
    Folder "folder" "M3 6a1 1 0 0 1 1-1h5l2 3h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1Z",
    /// A folder that is or was made.
    FolderAdd "folder-add" "M3 6a1 1 0 0 1 1-1h5l2 3h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1ZM12 11v5M9.5 13.5h5",
    /// A folder that was removed.
    FolderRemove "folder-remove" "M3 6a1 1 0 0 1 1-1h5l2 3h9a1 1 0 0 1 1 1v9a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1ZM9.5 13.5h5",
    /// A file.
    File "file" "M6 3h8l5 5v12a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1ZM14 3v5h5",
    /// What comes to the server.
    Upload "upload" "M12 16V4M7 9l5-5 5 5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3",
    /// What goes to the browser or to a client.
    Download "download" "M12 4v12M7 11l5 5 5-5M4 16v3a1 1 0 0 0 1 1h14a1 1 0 0 0 1-1v-3",
    /// A change of name.
    Rename "rename" "M4 8h14M14 4l4 4-4 4M20 16H6M10 12l-4 4 4 4",
    /// The trash, and what goes there.
    Trash "trash" "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v6M14 11v6",
    /// What is taken back.
    Restore "restore" "M4 5v5h5M4.6 10A8 8 0 1 1 4 14",
    /// Signing in.
    SignIn "sign-in" "M14 4h5a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1h-5M4 12h11M11 8l4 4-4 4",
    /// Signing out.
    SignOut "sign-out" "M10 4H5a1 1 0 0 0-1 1v14a1 1 0 0 0 1 1h5M9 12h11M16 8l4 4-4 4",
    /// What was refused.
    Refused "refused" "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM5.7 5.7l12.6 12.6",
    /// What is done or in order.
    Check "check" "m5 12.5 4.5 4.5L19 7.5",
    /// What closes.
    Close "close" "M6 6l12 12M18 6 6 18",
    /// What needs attention.
    Warning "warning" "M12 4 2.5 20h19ZM12 10v4.5M12 17.2v.1",
    /// An explanation.
    Info "info" "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 11v5.5M12 7.7v.1",
    /// Adding something.
    Add "add" "M12 5v14M5 12h14",
    /// Changing something.
    Edit "edit" "M4 20h4L19 9l-4-4L4 16ZM13 7l4 4",
    /// Copying.
    Copy "copy" "M9 9h10a1 1 0 0 1 1 1v10a1 1 0 0 1-1 1H9a1 1 0 0 1-1-1V10a1 1 0 0 1 1-1ZM4 15V4a1 1 0 0 1 1-1h11",
    /// Printing.
    Print "print" "M7 8V3h10v5M7 17H4a1 1 0 0 1-1-1V9a1 1 0 0 1 1-1h16a1 1 0 0 1 1 1v7a1 1 0 0 1-1 1h-3M7 14h10v7H7Z",
    /// Asking again.
    Refresh "refresh" "M20 4v5h-5M4 20v-5h5M19.4 9A8 8 0 0 0 5.3 7M4.6 15a8 8 0 0 0 14.1 2",
    /// Searching.
    Search "search" "M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 21 21",
    /// Narrowing a list down.
    Filter "filter" "M3 5h18l-7 8v6l-4 2v-8Z",
    /// A list's columns.
    Columns "columns" "M4 4h16a1 1 0 0 1 1 1v14a1 1 0 0 1-1 1H4a1 1 0 0 1-1-1V5a1 1 0 0 1 1-1ZM9 4v16M15 4v16",
    /// A key or a password.
    Key "key" "M8 19a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM11 12l9-9M16 7l3 3",
    /// A link.
    Link "link" "M10 14a4 4 0 0 0 6 .4l3-3a4.2 4.2 0 0 0-6-6l-1.5 1.5M14 10a4 4 0 0 0-6-.4l-3 3a4.2 4.2 0 0 0 6 6l1.5-1.5",
    /// A connection.
    Connection "connection" "M9 3v5M15 3v5M6 8h12v3a6 6 0 0 1-12 0ZM12 17v4",
    /// A limit in time.
    Clock "clock" "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2",
    /// What happened.
    History "history" "M4 5v5h5M4.6 10A8 8 0 1 1 4 14M12 8.5V13l3 1.8",
    /// What happens.
    Activity "activity" "M3 12h4l3-8 4 16 3-8h4",
    /// Sums and how they change.
    Chart "chart" "M3 20h18M6 16v-5M11 16V5M16 16V9M20 16v-3",
    /// What a disk holds.
    Usage "usage" "M4 6c0-4 16-4 16 0v12c0 4-16 4-16 0ZM4 6c0 4 16 4 16 0M4 12c0 4 16 4 16 0",
    /// Settings.
    Settings "settings" "M4 7h9M19 7h1M4 17h1M11 17h9M16 9.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM8 19.5a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z",
    /// Something that may not be done, or not now.
    Lock "lock" "M6 11h12a1 1 0 0 1 1 1v8a1 1 0 0 1-1 1H6a1 1 0 0 1-1-1v-8a1 1 0 0 1 1-1ZM8 11V7a4 4 0 0 1 8 0v4",
    /// A website.
    Globe "globe" "M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM3 12h18M12 3c5 5.5 5 12.5 0 18M12 3c-5 5.5-5 12.5 0 18",
    /// What is to see.
    Eye "eye" "M2 12s3.5-6.5 10-6.5S22 12 22 12s-3.5 6.5-10 6.5S2 12 2 12ZM12 15a3 3 0 1 0 0-6 3 3 0 0 0 0 6Z",
    /// More below.
    ChevronDown "chevron-down" "m6 9 6 6 6-6",
    /// More beside, or the next.
    ChevronRight "chevron-right" "m9 6 6 6-6 6",
    /// The one before.
    ChevronLeft "chevron-left" "m15 6-6 6 6 6",
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::IconName;

    #[test]
    fn each_icon_has_an_id_of_its_own() {
        let ids: HashSet<&str> = IconName::ALL.map(IconName::id).into_iter().collect();
        assert_eq!(ids.len(), IconName::ALL.len());
        for icon in IconName::ALL {
            assert_eq!(icon.reference(), format!("#{}", icon.id()));
        }
    }
}
