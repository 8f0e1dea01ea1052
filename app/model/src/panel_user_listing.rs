//! Which panel users a list shows, in which order, and which page of it.

use super::query_string::{add, pairs};
use super::{PageNumber, Role, SearchText};

/// A list of panel users, as the query of its address says it: read by [`parse`](Self::parse),
/// written by [`query`](Self::query). Whatever is usual takes no place there, and what is unknown
/// there counts for nothing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PanelUserListing {
    /// What is looked for in logins and names.
    pub search: SearchText,
    /// Those of this role.
    pub role: Option<Role>,
    /// Those of which this is so.
    pub status: Option<PanelUserStatus>,
    /// What they are sorted by.
    pub sort: PanelUserColumn,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// The page.
    pub page: PageNumber,
}

impl Default for PanelUserListing {
    fn default() -> Self {
        Self {
            search: SearchText::default(),
            role: None,
            status: None,
            sort: PanelUserColumn::default(),
            descending: false,
            page: PageNumber::FIRST,
        }
    }
}

/// Something about panel users that one looks for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PanelUserStatus {
    /// They may sign in.
    Enabled,
    /// They are kept from signing in.
    Disabled,
    /// They never signed in.
    NeverSignedIn,
    /// They have no second factor.
    WithoutSecondFactor,
}

impl PanelUserStatus {
    /// Each of them.
    pub const ALL: [Self; 4] = [
        Self::Enabled,
        Self::Disabled,
        Self::NeverSignedIn,
        Self::WithoutSecondFactor,
    ];

    /// It in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Enabled => "enabled",
            Self::Disabled => "disabled",
            Self::NeverSignedIn => "never-signed-in",
            Self::WithoutSecondFactor => "without-second-factor",
        }
    }

    /// Whether administrators alone may look for it: others are not told whose account a password
    /// alone opens.
    pub fn is_for_administrators(self) -> bool {
        self == Self::WithoutSecondFactor
    }

    fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|status| status.key() == key)
    }
}

/// What a list of panel users can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum PanelUserColumn {
    /// The login.
    #[default]
    Login,
    /// The name to be called by.
    DisplayName,
    /// When they last signed in.
    LastSignIn,
    /// When they were added.
    Created,
}

impl PanelUserColumn {
    /// Each of them.
    pub const ALL: [Self; 4] = [
        Self::Login,
        Self::DisplayName,
        Self::LastSignIn,
        Self::Created,
    ];

    /// The column in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Login => "login",
            Self::DisplayName => "name",
            Self::LastSignIn => "last-sign-in",
            Self::Created => "created",
        }
    }

    fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.key() == key)
    }
}

const SEARCH: &str = "q";
const ROLE: &str = "role";
const STATUS: &str = "status";
const SORT: &str = "sort";
const PAGE: &str = "page";

impl PanelUserListing {
    /// Reads the query of an address.
    pub fn parse(query: &str) -> Self {
        let mut listing = Self::default();
        for (name, value) in pairs(query) {
            match name.as_str() {
                SEARCH => listing.search = SearchText::parse(&value),
                ROLE => listing.role = Role::parse(&value),
                STATUS => listing.status = PanelUserStatus::parse(&value),
                SORT => {
                    let key = value.strip_prefix('-');
                    if let Some(sort) = PanelUserColumn::parse(key.unwrap_or(&value)) {
                        (listing.sort, listing.descending) = (sort, key.is_some());
                    }
                }
                PAGE => listing.page = PageNumber::parse(&value),
                _ => {}
            }
        }
        listing
    }

    /// The query of the list's address, without `?` and without the page; empty for the usual list.
    pub fn query(&self) -> String {
        let mut query = String::new();
        let mut field = |name, value: &str| {
            if !value.is_empty() {
                add(&mut query, name, value);
            }
        };
        field(SEARCH, self.search.as_str());
        field(ROLE, self.role.map_or("", Role::as_str));
        field(STATUS, self.status.map_or("", PanelUserStatus::key));
        field(SORT, &self.sort_key());
        query
    }

    /// What it is sorted by, in addresses; empty for the usual order.
    pub fn sort_key(&self) -> String {
        let minus = if self.descending { "-" } else { "" };
        match (self.sort, self.descending) {
            (PanelUserColumn::Login, false) => String::new(),
            (sort, _) => format!("{minus}{}", sort.key()),
        }
    }

    /// The same list from its first page on, sorted by a column; the other way round if it is so
    /// already.
    #[must_use]
    pub fn sorted_by(&self, column: PanelUserColumn) -> Self {
        Self {
            sort: column,
            descending: self.sort == column && !self.descending,
            page: PageNumber::FIRST,
            ..self.clone()
        }
    }

    /// Whether it may show fewer than all.
    pub fn is_narrowed(&self) -> bool {
        self.search != SearchText::default() || self.role.is_some() || self.status.is_some()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_as_it_is_written() {
        let query = "q=marie+dupr%C3%A9&role=customer&status=never-signed-in&sort=-last-sign-in";
        let listing = PanelUserListing::parse(&format!("?{query}&page=3&other=x"));
        assert_eq!(listing.search.as_str(), "marie dupré");
        assert_eq!(listing.role, Some(Role::Customer));
        assert_eq!(listing.status, Some(PanelUserStatus::NeverSignedIn));
        assert_eq!(listing.page.get(), 3);
        assert!(listing.descending && listing.is_narrowed());
        let again = PanelUserListing {
            page: PageNumber::FIRST,
            ..listing
        };
        assert_eq!(PanelUserListing::parse(&again.query()), again);
        for status in PanelUserStatus::ALL {
            let listing = PanelUserListing {
                status: Some(status),
                ..PanelUserListing::default()
            };
            assert_eq!(PanelUserListing::parse(&listing.query()), listing);
        }
        let usual = PanelUserListing::parse("role=king&status=x&sort=x&page=x");
        assert_eq!(usual, PanelUserListing::default());
        assert_eq!(usual.query(), "");
    }

    #[test]
    fn a_column_is_sorted_by_the_other_way_round_the_second_time() {
        let once = PanelUserListing::default().sorted_by(PanelUserColumn::Created);
        let twice = once.sorted_by(PanelUserColumn::Created);
        let keys = [once.sort_key(), twice.sort_key()];
        assert_eq!(keys, ["created", "-created"]);
        let login = twice.sorted_by(PanelUserColumn::Login);
        assert_eq!(login.sort_key(), "");
    }
}
