//! Which of a subscription's FTP accounts a list shows, in which order, and where a page begins.

use super::query_string::{add, pairs};
use super::{AccountName, FtpPermission, is_control};

/// A list of FTP accounts, as the query of its address says it.
///
/// [`parse`](Self::parse) reads it from the query of an address and [`query`](Self::query) writes
/// it. Whatever is usual takes no place there, and what is unknown there counts for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FtpAccountListing {
    /// What is looked for.
    pub search: SearchText,
    /// Which accounts are left.
    pub filters: FtpAccountFilters,
    /// What they are sorted by. By name, and only then, the main account comes first.
    pub sort: FtpAccountColumn,
    /// Whether the greatest comes first.
    pub descending: bool,
    /// How many rows a page has.
    pub size: PageSize,
    /// What a row shows beside the name.
    pub columns: FtpAccountColumns,
    /// Where the page begins.
    pub position: ListPosition,
}

/// Which FTP accounts a list shows. Each one that is set leaves fewer.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct FtpAccountFilters {
    /// Those that are enabled, or those that are not.
    pub enabled: Option<bool>,
    /// Those with this permission.
    pub permission: Option<FtpPermission>,
    /// Those that expire within [`FtpAccountSettings::SOON`](super::FtpAccountSettings::SOON).
    pub expiring: bool,
    /// Those that never signed in.
    pub unused: bool,
    /// Those that use nine tenths of their quota or more.
    pub nearly_full: bool,
}

/// Something that a list of FTP accounts shows of each, and can be sorted by.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum FtpAccountColumn {
    /// « Nom du compte FTP ». It is always shown.
    #[default]
    Name,
    /// « Répertoire principal ».
    HomeDirectory,
    /// Whether it is enabled.
    State,
    /// What it may do with files.
    Permission,
    /// How much of its quota it uses.
    Usage,
    /// When it last signed in.
    LastSignIn,
    /// Until when it may be used.
    Expiry,
    /// What its owner notes about it.
    Note,
    /// When it was last changed.
    LastChanged,
}

impl FtpAccountColumn {
    /// Every column, in the order of the table.
    pub const ALL: [Self; 9] = [
        Self::Name,
        Self::HomeDirectory,
        Self::State,
        Self::Permission,
        Self::Usage,
        Self::LastSignIn,
        Self::Expiry,
        Self::Note,
        Self::LastChanged,
    ];

    /// The column in addresses.
    pub fn key(self) -> &'static str {
        match self {
            Self::Name => "name",
            Self::HomeDirectory => "home",
            Self::State => "state",
            Self::Permission => "permission",
            Self::Usage => "usage",
            Self::LastSignIn => "last-sign-in",
            Self::Expiry => "expires",
            Self::Note => "note",
            Self::LastChanged => "changed",
        }
    }

    /// The column of a key.
    fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|column| column.key() == key)
    }
}

/// Some of the columns; always the name.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FtpAccountColumns(u16);

impl FtpAccountColumns {
    /// The name alone.
    pub const NAME: Self = Self(1);

    /// These columns and one more.
    pub const fn with(self, column: FtpAccountColumn) -> Self {
        Self(self.0 | 1 << column as u16)
    }

    /// These columns but one, which is never the name.
    pub fn without(self, column: FtpAccountColumn) -> Self {
        Self(self.0 & !(1 << column as u16)).with(FtpAccountColumn::Name)
    }

    /// Whether a column is among them.
    pub fn contains(self, column: FtpAccountColumn) -> bool {
        self.with(column) == self
    }
}

impl Default for FtpAccountColumns {
    /// What one most often looks for. Settings that are out of the ordinary show all the same.
    fn default() -> Self {
        Self::NAME
            .with(FtpAccountColumn::HomeDirectory)
            .with(FtpAccountColumn::Usage)
            .with(FtpAccountColumn::LastSignIn)
    }
}

/// How many rows a page has.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PageSize(u16);

impl PageSize {
    /// Every size that one can choose.
    pub const ALL: [Self; 3] = [Self(25), Self(100), Self(500)];

    /// The number of rows.
    pub fn get(self) -> u16 {
        self.0
    }
}

impl Default for PageSize {
    fn default() -> Self {
        Self(25)
    }
}

/// Where a page of a list begins or ends: at a row, so that none is skipped and none shown twice
/// when others come or go, and so that a late page costs no more than an early one.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum ListPosition {
    /// At the list's beginning.
    #[default]
    First,
    /// After this account's row.
    After(AccountName),
    /// It ends before this account's row.
    Before(AccountName),
    /// It ends with the list.
    Last,
}

/// What is looked for in names, home directories and notes.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct SearchText(String);

impl SearchText {
    /// The longest, in characters.
    pub const MAX_LENGTH: usize = 100;

    /// The text as it was typed, without spaces around it and
    /// [control characters](super::is_control), cut where it is too long.
    pub fn parse(text: &str) -> Self {
        let text: String = text
            .trim()
            .chars()
            .filter(|character| !is_control(*character))
            .take(Self::MAX_LENGTH)
            .collect();
        Self(text.trim().to_owned())
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

const SEARCH: &str = "q";
const STATE: &str = "state";
const PERMISSION: &str = "permission";
const EXPIRING: &str = "expiring";
const UNUSED: &str = "unused";
const NEARLY_FULL: &str = "nearly-full";
const SORT: &str = "sort";
const SIZE: &str = "size";
const COLUMNS: &str = "columns";
const AFTER: &str = "after";
const BEFORE: &str = "before";
const LAST: &str = "last";
/// How it is written that something is so.
const YES: &str = "1";

impl FtpAccountListing {
    /// Reads the query of an address.
    pub fn parse(query: &str) -> Self {
        let mut listing = Self::default();
        let mut columns = None;
        for (name, value) in pairs(query) {
            if name == COLUMNS {
                let chosen = value.split(',').filter_map(FtpAccountColumn::parse);
                let so_far = columns.unwrap_or(FtpAccountColumns::NAME);
                columns = Some(chosen.fold(so_far, FtpAccountColumns::with));
            } else {
                listing.read(&name, &value);
            }
        }
        listing.columns = columns.unwrap_or_default();
        listing
    }

    fn read(&mut self, name: &str, value: &str) {
        let filters = &mut self.filters;
        match name {
            SEARCH => self.search = SearchText::parse(value),
            STATE => filters.enabled = state(value),
            PERMISSION => filters.permission = FtpPermission::parse(value),
            EXPIRING => filters.expiring = value == YES,
            UNUSED => filters.unused = value == YES,
            NEARLY_FULL => filters.nearly_full = value == YES,
            SORT => {
                let key = value.strip_prefix('-');
                if let Some(sort) = FtpAccountColumn::parse(key.unwrap_or(value)) {
                    (self.sort, self.descending) = (sort, key.is_some());
                }
            }
            SIZE => {
                let mut sizes = PageSize::ALL.into_iter();
                self.size = sizes
                    .find(|size| size.0.to_string() == value)
                    .unwrap_or_default();
            }
            AFTER | BEFORE => {
                let at = if name == AFTER {
                    ListPosition::After
                } else {
                    ListPosition::Before
                };
                if let Ok(name) = AccountName::parse(value) {
                    self.position = at(name);
                }
            }
            LAST if value == YES => self.position = ListPosition::Last,
            _ => {}
        }
    }

    /// The query of the page's address, without `?`; empty for the usual list.
    pub fn query(&self) -> String {
        let mut query = String::new();
        for (name, value) in self.fields() {
            add(&mut query, name, &value);
        }
        query
    }

    /// What a form must send to ask for the same list, its position included.
    pub fn fields(&self) -> Vec<(&'static str, String)> {
        let mut fields = Vec::new();
        let mut field = |name, value: &str| {
            if !value.is_empty() {
                fields.push((name, value.to_owned()));
            }
        };
        let yes = |is: bool| if is { YES } else { "" };
        let filters = &self.filters;
        field(SEARCH, self.search.as_str());
        field(STATE, filters.enabled.map_or("", state_key));
        field(
            PERMISSION,
            filters.permission.map_or("", FtpPermission::key),
        );
        field(EXPIRING, yes(filters.expiring));
        field(UNUSED, yes(filters.unused));
        field(NEARLY_FULL, yes(filters.nearly_full));
        field(SORT, &self.sort_key());
        if self.size != PageSize::default() {
            field(SIZE, &self.size.0.to_string());
        }
        if self.columns != FtpAccountColumns::default() {
            let columns = FtpAccountColumn::ALL.into_iter();
            let keys: Vec<&str> = columns
                .filter(|column| self.columns.contains(*column))
                .map(FtpAccountColumn::key)
                .collect();
            field(COLUMNS, &keys.join(","));
        }
        match &self.position {
            ListPosition::First => {}
            ListPosition::After(name) => field(AFTER, name.as_str()),
            ListPosition::Before(name) => field(BEFORE, name.as_str()),
            ListPosition::Last => field(LAST, YES),
        }
        fields
    }

    /// What a form that asks for the same list has in a field of this name; empty if nothing.
    pub fn field(&self, name: &str) -> String {
        let mut fields = self.fields().into_iter();
        let field = fields.find(|(field, _)| *field == name);
        field.map(|(_, value)| value).unwrap_or_default()
    }

    /// The list, from its first row on, that the same form asks for with another value in a field.
    /// Whatever is no name or no value of one changes nothing else.
    #[must_use]
    pub fn with_field(&self, name: &str, value: &str) -> Self {
        let mut listing = self.at(ListPosition::First);
        listing.read(name, value);
        listing
    }

    /// The column that it is sorted by, with a `-` where the greatest comes first; empty for the
    /// usual order.
    pub fn sort_key(&self) -> String {
        match (self.sort, self.descending) {
            (FtpAccountColumn::Name, false) => String::new(),
            (sort, false) => sort.key().to_owned(),
            (sort, true) => format!("-{}", sort.key()),
        }
    }

    /// The same list, at another position.
    pub fn at(&self, position: ListPosition) -> Self {
        Self {
            position,
            ..self.clone()
        }
    }

    /// The same accounts, from the first one on in the order of a column; the other way round if
    /// that is their order already.
    pub fn sorted_by(&self, sort: FtpAccountColumn) -> Self {
        Self {
            sort,
            descending: self.sort == sort && !self.descending,
            ..self.at(ListPosition::First)
        }
    }

    /// Whether it shows some of the accounts only.
    pub fn is_narrowed(&self) -> bool {
        !self.search.0.is_empty() || self.filters != FtpAccountFilters::default()
    }
}

fn state(key: &str) -> Option<bool> {
    [true, false].into_iter().find(|on| state_key(*on) == key)
}

/// How a state is written.
fn state_key(enabled: bool) -> &'static str {
    if enabled { "enabled" } else { "disabled" }
}

/// Which accounts something is to be done with. Never the main one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum FtpAccountSelection {
    /// These, all or none.
    Names(Vec<AccountName>),
    /// All that are found, whatever the page; [`MAX_ACCOUNTS`](Self::MAX_ACCOUNTS) at once.
    Found(FtpAccountListing),
}

impl FtpAccountSelection {
    /// With how many accounts something is done at once.
    pub const MAX_ACCOUNTS: u64 = 5_000;
}

/// What can be done with several FTP accounts at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum BulkAction {
    /// They are enabled.
    Enable,
    /// They are disabled.
    Disable,
    /// They get an expiry, or none any more.
    Expire,
    /// They are removed.
    Remove,
}

impl BulkAction {
    /// Every action, in the order in which a person is offered them.
    pub const ALL: [Self; 4] = [Self::Enable, Self::Disable, Self::Expire, Self::Remove];

    /// The action in forms.
    pub fn key(self) -> &'static str {
        match self {
            Self::Enable => "enable",
            Self::Disable => "disable",
            Self::Expire => "expire",
            Self::Remove => "remove",
        }
    }

    /// The action of a key.
    pub fn parse(key: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.key() == key)
    }
}

#[cfg(test)]
mod tests {
    #![expect(clippy::unwrap_used, reason = "a test may fail by panicking")]
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn the_usual_list_takes_no_place_in_the_address() {
        assert_eq!(FtpAccountListing::default().query(), "");
        assert_eq!(FtpAccountListing::parse(""), FtpAccountListing::default());
    }

    #[test]
    fn a_plain_form_can_ask_for_any_list() {
        let form = "?q=+%C3%A9t%C3%A9+&state=disabled&permission=&unused=1&sort=-expires&size=100\
                    &columns=name&columns=note&columns=usage&last=1";
        let listing = FtpAccountListing::parse(form);
        assert_eq!(listing.search.as_str(), "été");
        assert_eq!(listing.filters.enabled, Some(false));
        assert_eq!(
            (listing.filters.permission, listing.filters.unused),
            (None, true)
        );
        assert_eq!(
            (listing.sort, listing.descending),
            (FtpAccountColumn::Expiry, true)
        );
        assert_eq!(listing.size.get(), 100);
        assert!(listing.columns.contains(FtpAccountColumn::Note));
        assert!(!listing.columns.contains(FtpAccountColumn::HomeDirectory));
        assert_eq!(listing.position, ListPosition::Last);
        assert_eq!(
            listing.query(),
            "q=%C3%A9t%C3%A9&state=disabled&unused=1&sort=-expires&size=100&columns=name,usage,note&last=1"
        );
    }

    #[test]
    fn one_field_of_the_form_changes_alone() {
        let listing = FtpAccountListing::parse("q=a&state=enabled&columns=note&after=paul");
        assert_eq!(listing.field("state"), "enabled");
        assert_eq!(listing.field("unused"), "");
        let other = listing.with_field("state", "disabled");
        assert_eq!(other.query(), "q=a&state=disabled&columns=name,note");
        let all = other.with_field("state", "").with_field("unused", "1");
        assert_eq!(all.query(), "q=a&unused=1&columns=name,note");
        assert_eq!(all.with_field("password", "x"), all);
    }

    #[test]
    fn the_name_is_always_shown() {
        let columns = FtpAccountColumns::NAME.with(FtpAccountColumn::Note);
        assert!(
            !columns
                .without(FtpAccountColumn::Note)
                .contains(FtpAccountColumn::Note)
        );
        assert_eq!(columns.without(FtpAccountColumn::Name), columns);
    }

    #[test]
    fn what_is_unknown_counts_for_nothing() {
        let query = "q=%00&state=maybe&permission=all&expiring=yes&sort=-password&size=26&after=..\
                     &before=&last=0&done=0123&columns=password&=&&x=%&ask=remove&chosen=paul";
        let listing = FtpAccountListing::parse(query);
        let columns = FtpAccountColumns::NAME;
        let expected = FtpAccountListing {
            columns,
            ..FtpAccountListing::default()
        };
        assert_eq!(listing, expected);
    }

    #[test]
    fn a_column_sorts_one_way_and_then_the_other() {
        let listing = FtpAccountListing::parse("q=a&after=paul");
        let once = listing.sorted_by(FtpAccountColumn::Note);
        assert_eq!(once.query(), "q=a&sort=note");
        assert_eq!(
            once.sorted_by(FtpAccountColumn::Note).query(),
            "q=a&sort=-note"
        );
        assert_eq!(
            listing.sorted_by(FtpAccountColumn::Name).query(),
            "q=a&sort=-name"
        );
    }

    #[test]
    fn a_search_is_never_long() {
        let text = SearchText::parse(&format!(" {} x", "é".repeat(99)));
        assert_eq!(text.as_str(), "é".repeat(99));
    }

    fn any_position() -> impl Strategy<Value = ListPosition> {
        let name =
            || "[a-z][a-z0-9.@_-]{0,9}x".prop_filter_map("a name", |n| AccountName::parse(&n).ok());
        prop_oneof![
            Just(ListPosition::First),
            Just(ListPosition::Last),
            name().prop_map(ListPosition::After),
            name().prop_map(ListPosition::Before),
        ]
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_as_the_same(
            search in any::<String>(),
            enabled in any::<Option<bool>>(),
            permission in proptest::option::of(0_usize..3),
            (expiring, unused, nearly_full, descending) in any::<(bool, bool, bool, bool)>(),
            (sort, size, columns) in (0_usize..9, 0_usize..3, 0_u16..512),
            position in any_position(),
        ) {
            let listing = FtpAccountListing {
                search: SearchText::parse(&search),
                filters: FtpAccountFilters {
                    enabled,
                    permission: permission.map(|at| FtpPermission::ALL[at]),
                    expiring,
                    unused,
                    nearly_full,
                },
                sort: FtpAccountColumn::ALL[sort],
                descending,
                size: PageSize::ALL[size],
                columns: FtpAccountColumns(columns | 1),
                position,
            };
            let query = listing.query();
            prop_assert!(query.bytes().all(|byte| byte.is_ascii_graphic()));
            prop_assert_eq!(FtpAccountListing::parse(&query), listing);
        }

        #[test]
        fn whatever_is_read_is_written_once_and_for_all(query in any::<String>()) {
            let listing = FtpAccountListing::parse(&query);
            prop_assert_eq!(FtpAccountListing::parse(&listing.query()), listing);
        }
    }

    #[test]
    fn every_action_has_a_key_of_its_own() {
        for action in BulkAction::ALL {
            assert_eq!(BulkAction::parse(action.key()).unwrap(), action);
        }
        assert_eq!(BulkAction::parse("rename"), None);
    }
}
