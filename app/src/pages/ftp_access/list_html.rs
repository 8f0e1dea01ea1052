//! What « Accès FTP » draws of its list: the form that looks for accounts, the table, the pages.

use super::list_path;
use crate::components::Html;
use crate::i18n::Texts;
use model::{
    BulkAction, Expiry, Field, FtpAccountColumn, FtpAccountColumns, FtpAccountFilters,
    FtpAccountList, FtpAccountListRow, FtpAccountListing, FtpAccountSettings, FtpPermission,
    ListPosition, PageSize, SearchText, UtcTime,
};

/// What the boxes of the list are called. Not `remove`: a form's field hides the form's own method
/// of that name, with which its page is taken down.
pub(super) const CHOSEN: &str = "chosen";
/// What the box that chooses all that are found is called.
pub(super) const ALL: &str = "all";
/// What the buttons that ask for a action are called.
pub(super) const ASK: &str = "ask";
/// The box that ticks every box of the page.
pub(super) const TICK_ALL: &str = "tick-all";

/// A list that is to be drawn.
pub(super) struct ListDrawing<'a> {
    /// In which language.
    pub(super) texts: &'static Texts,
    /// Its accounts.
    pub(super) list: &'a FtpAccountList,
    /// How they were asked for.
    pub(super) listing: &'a FtpAccountListing,
    /// The names that are ticked.
    pub(super) chosen: &'a [String],
}

impl ListDrawing<'_> {
    fn path(&self) -> String {
        list_path(self.list.domain.as_str())
    }

    /// The address of a list.
    fn address(&self, listing: &FtpAccountListing) -> String {
        let query = listing.query();
        let mark = if query.is_empty() { "" } else { "?" };
        format!("{}{mark}{query}", self.path())
    }

    /// The inside of the form that looks for accounts.
    pub(super) fn search(&self) -> String {
        let (texts, listing) = (self.texts, self.listing);
        let html = &mut Html::default();
        html.raw("<div class=\"search-line\"><label class=\"visually-hidden\" for=\"q\">")
            .text(texts.ftp_access.search)
            .raw("</label><input type=\"search\" id=\"q\" name=\"q\" autocapitalize=\"none\" spellcheck=\"false\" placeholder=\"")
            .text(texts.ftp_access.search_hint)
            .raw("\" value=\"")
            .text(listing.search.as_str())
            .raw("\"><button type=\"submit\" class=\"button\">")
            .text(texts.ftp_access.search)
            .raw("</button>");
        if listing.is_narrowed() {
            let all = FtpAccountListing {
                search: SearchText::default(),
                filters: FtpAccountFilters::default(),
                ..listing.at(ListPosition::First)
            };
            html.raw("<a class=\"button button-quiet\" href=\"")
                .text(&self.address(&all))
                .raw("\">")
                .text(texts.ftp_access.show_all)
                .raw("</a>");
        }
        html.raw("</div>");
        if listing.sort_key() != "" {
            hidden(html, "sort", &listing.sort_key());
        }
        let filtered = listing.filters != FtpAccountFilters::default();
        html.raw("<details class=\"advanced\"")
            .raw_if(filtered, " open")
            .raw("><summary>")
            .text(texts.ftp_access.list_options)
            .raw("</summary><div class=\"filters\">");
        self.filters(html);
        html.raw("</div><fieldset><legend>")
            .text(texts.ftp_access.shown_columns)
            .raw("</legend><input type=\"hidden\" name=\"columns\" value=\"name\"><div class=\"boxes\">");
        for column in FtpAccountColumn::ALL.into_iter().skip(1) {
            let shown = listing.columns.contains(column);
            self.check_box(html, "columns", column.key(), self.heading(column), shown);
        }
        html.raw("</div></fieldset><button type=\"submit\" class=\"button\">")
            .text(texts.ftp_access.apply)
            .raw("</button></details>");
        std::mem::take(html).finish()
    }

    fn filters(&self, html: &mut Html) {
        let (texts, filters) = (self.texts, &self.listing.filters);
        let settings = FtpAccountSettings {
            enabled: filters.enabled.unwrap_or(true),
            permission: filters.permission.unwrap_or_default(),
            ..FtpAccountSettings::default()
        };
        for (field, name, set) in [
            (Field::State, "state", filters.enabled.is_some()),
            (
                Field::Permission,
                "permission",
                filters.permission.is_some(),
            ),
        ] {
            let chosen = if set {
                settings.value(field)
            } else {
                String::new()
            };
            let choices = FtpAccountSettings::choices(field).unwrap_or_default();
            let mut options = vec![("", texts.ftp_access.every_value)];
            options.extend(
                choices
                    .into_iter()
                    .map(|choice| (choice, (texts.account_form.setting_choice)(field, choice))),
            );
            select(html, name, texts.field(field), &options, &chosen);
        }
        let sizes = PageSize::ALL.map(|size| size.get().to_string());
        let sizes: Vec<(&str, &str)> = sizes.iter().map(|size| (&**size, &**size)).collect();
        let size = self.listing.size.get().to_string();
        select(html, "size", texts.ftp_access.rows_on_a_page, &sizes, &size);
        html.raw("<div class=\"boxes\">");
        for (name, label, set) in [
            ("expiring", texts.ftp_access.only_expiring, filters.expiring),
            ("unused", texts.ftp_access.only_unused, filters.unused),
            (
                "nearly-full",
                texts.ftp_access.only_nearly_full,
                filters.nearly_full,
            ),
        ] {
            self.check_box(html, name, "1", label, set);
        }
        html.raw("</div>");
    }

    fn check_box(
        &self,
        html: &mut Html,
        name: &'static str,
        value: &'static str,
        label: &str,
        checked: bool,
    ) {
        html.raw("<label><input type=\"checkbox\" name=\"")
            .raw(name)
            .raw("\" value=\"")
            .raw(value)
            .raw("\"")
            .raw_if(checked, " checked")
            .raw("> ")
            .text(label)
            .raw("</label>");
    }

    /// What a column is called.
    fn heading(&self, column: FtpAccountColumn) -> &'static str {
        let texts = self.texts;
        match column {
            FtpAccountColumn::Name => texts.account_form.ftp_account_name,
            FtpAccountColumn::HomeDirectory => texts.account_form.home_directory,
            FtpAccountColumn::State => texts.field(Field::State),
            FtpAccountColumn::Permission => texts.field(Field::Permission),
            FtpAccountColumn::Usage => texts.ftp_access.usage,
            FtpAccountColumn::LastSignIn => texts.ftp_access.last_sign_in,
            FtpAccountColumn::Expiry => texts.field(Field::Expiry),
            FtpAccountColumn::Note => texts.field(Field::Note),
            FtpAccountColumn::LastChanged => texts.ftp_access.last_changed,
        }
    }

    /// The inside of the form with what can be done with accounts and the table of them.
    pub(super) fn table(&self) -> String {
        let (texts, list) = (self.texts, self.list);
        let html = &mut Html::default();
        for (name, value) in self.listing.fields() {
            hidden(html, name, &value);
        }
        let count = match list.found {
            Some(found) => (texts.ftp_access.found)(found, list.total),
            None => (texts.ftp_access.count)(list.total),
        };
        html.raw("<div class=\"toolbar\"><p class=\"count\">")
            .text(&count)
            .raw("</p><div class=\"actions\">");
        if list.more_before || list.more_after {
            self.check_box(html, ALL, "1", texts.ftp_access.choose_all_found, false);
        }
        for action in BulkAction::ALL {
            html.raw("<button type=\"submit\" name=\"ask\" class=\"button")
                .raw_if(action == BulkAction::Remove, " button-danger")
                .raw("\" value=\"")
                .raw(action.key())
                .raw("\">")
                .text((texts.ftp_access.bulk_action)(action))
                .raw("</button>");
        }
        html.raw("</div></div>");
        if list.rows.is_empty() {
            html.raw("<p class=\"empty\">")
                .text(texts.ftp_access.none_found)
                .raw("</p>");
            return std::mem::take(html).finish();
        }
        html.raw("<div class=\"scroll\"><table class=\"list\"><caption class=\"visually-hidden\">")
            .text(&(texts.ftp_access.caption)(list.domain.as_str()))
            .raw("</caption><thead><tr><th scope=\"col\" class=\"tick\"><span class=\"visually-hidden\">")
            .text(texts.ftp_access.select)
            .raw("</span><input type=\"checkbox\" id=\"tick-all\" class=\"needs-script\" aria-label=\"")
            .text(texts.ftp_access.select_page)
            .raw("\"></th>");
        for column in FtpAccountColumn::ALL {
            if self.listing.columns.contains(column) {
                self.head(html, column);
            }
        }
        html.raw("</tr></thead><tbody>");
        let path = self.path();
        for row in &list.rows {
            self.row(html, &path, row);
        }
        html.raw("</tbody></table></div>");
        std::mem::take(html).finish()
    }

    /// A column's head, which sorts by it.
    fn head(&self, html: &mut Html, column: FtpAccountColumn) {
        let sorted = self.listing.sort == column;
        html.raw("<th scope=\"col\"")
            .raw_if(is_wide(column), " class=\"wide-only\"")
            .raw_if(
                sorted && !self.listing.descending,
                " aria-sort=\"ascending\"",
            )
            .raw_if(
                sorted && self.listing.descending,
                " aria-sort=\"descending\"",
            )
            .raw("><a href=\"")
            .text(&self.address(&self.listing.sorted_by(column)))
            .raw("\">")
            .text(self.heading(column))
            .raw("</a></th>");
    }

    fn row(&self, html: &mut Html, path: &str, row: &FtpAccountListRow) {
        let (texts, columns) = (self.texts, self.listing.columns);
        let name = row.name.as_str();
        let ticked = !row.is_main && self.chosen.iter().any(|chosen| chosen == name);
        html.raw("<tr><td class=\"tick\"><input type=\"checkbox\" name=\"chosen\" value=\"")
            .text(name)
            .raw("\" aria-label=\"")
            .text(&(texts.ftp_access.select_account)(name))
            .raw("\"")
            .raw_if(ticked, " checked");
        if row.is_main {
            html.raw(" disabled title=\"")
                .text(texts.ftp_access.main_account_cannot_be_selected)
                .raw("\"");
        }
        html.raw("></td><th scope=\"row\"><a href=\"")
            .text(path)
            .raw("/")
            .text(name)
            .raw("\">")
            .text(name)
            .raw("</a>");
        if row.is_main {
            html.raw("<span class=\"badge\">")
                .text(texts.ftp_access.main_account)
                .raw("</span>");
        }
        self.unusual(html, row);
        html.raw("</th>");
        if let Some(home) = &row.home_directory {
            html.raw("<td class=\"path\">")
                .text(home.as_str())
                .raw("</td>");
        }
        if columns.contains(FtpAccountColumn::State) {
            cell(html, state(texts, !row.disabled));
        }
        if columns.contains(FtpAccountColumn::Permission) {
            cell(html, permission(texts, row.permission));
        }
        if columns.contains(FtpAccountColumn::Usage) {
            self.usage(html, row);
        }
        if columns.contains(FtpAccountColumn::LastSignIn) {
            self.time(html, row.last_sign_in_at, texts.common.never);
        }
        if columns.contains(FtpAccountColumn::Expiry) {
            self.time(html, row.expires_at, texts.common.never);
        }
        if columns.contains(FtpAccountColumn::Note) {
            cell(html, &row.note);
        }
        if columns.contains(FtpAccountColumn::LastChanged) {
            self.time(html, row.changed_at, "");
        }
        html.raw("</tr>");
    }

    /// What is out of the ordinary with an account. Where a column has it, it is not said twice,
    /// but on a narrow screen, which has no room for the column.
    fn unusual(&self, html: &mut Html, row: &FtpAccountListRow) {
        let texts = self.texts;
        let expiry = row.expires_at.map(|at| (at, Expiry::of(at, self.list.now)));
        let may_all = row.permission == FtpPermission::default();
        if may_all && !row.disabled && !row.waits_for_password && expiry.is_none() {
            self.note(html, row);
            return;
        }
        html.raw("<span class=\"badges\">");
        if row.disabled {
            self.badge(html, FtpAccountColumn::State, true, state(texts, false));
        }
        if row.waits_for_password {
            let text = texts.ftp_access.waits_for_password;
            self.badge(html, FtpAccountColumn::Name, true, text);
        }
        if !may_all {
            let text = permission(texts, row.permission);
            self.badge(html, FtpAccountColumn::Permission, false, text);
        }
        if let Some((at, expiry)) = expiry {
            let at = (texts.date_time)(at);
            let text = match expiry {
                Expiry::Over => (texts.account_form.expired)(&at),
                Expiry::Soon | Expiry::Later => (texts.account_form.expires)(&at),
            };
            let pressing = expiry != Expiry::Later;
            // Whether it is pressing is not told by the column.
            let column = if pressing {
                FtpAccountColumn::Name
            } else {
                FtpAccountColumn::Expiry
            };
            self.badge(html, column, pressing, &text);
        }
        html.raw("</span>");
        self.note(html, row);
    }

    fn badge(&self, html: &mut Html, column: FtpAccountColumn, pressing: bool, text: &str) {
        html.raw("<span class=\"badge ")
            .raw(if pressing {
                "badge-warning"
            } else {
                "badge-quiet"
            })
            .raw_if(self.has_own(column), " narrow-only")
            .raw("\">")
            .text(text)
            .raw("</span>");
    }

    fn note(&self, html: &mut Html, row: &FtpAccountListRow) {
        if !row.note.is_empty() {
            html.raw("<span class=\"note")
                .raw_if(self.has_own(FtpAccountColumn::Note), " narrow-only")
                .raw("\">")
                .text(&row.note)
                .raw("</span>");
        }
    }

    /// Whether something has a column of its own.
    fn has_own(&self, column: FtpAccountColumn) -> bool {
        !FtpAccountColumns::NAME.contains(column) && self.listing.columns.contains(column)
    }

    fn usage(&self, html: &mut Html, row: &FtpAccountListRow) {
        let Some((field, usage)) = row.nearest_quota() else {
            cell(html, self.texts.ftp_access.no_quota);
            return;
        };
        let texts = self.texts;
        let text = if field == Field::QuotaFiles {
            let (used, quota) = ((texts.number)(usage.used), (texts.number)(usage.quota));
            let noun = (texts.ftp_usage.files)(usage.quota);
            format!("{} {noun}", (texts.ftp_usage.used_of)(&used, &quota))
        } else {
            (texts.ftp_usage.used_of)(&(texts.size)(usage.used), &texts.exact_size(usage.quota))
        };
        // The bar says nothing that the text does not.
        html.raw("<td class=\"wide-only usage\"><meter aria-hidden=\"true\" min=\"0\" max=\"")
            .text(&usage.quota.to_string())
            .raw("\" high=\"")
            .text(&(usage.quota - usage.quota / 10).to_string())
            .raw("\" optimum=\"0\" value=\"")
            .text(&usage.used.min(usage.quota).to_string())
            .raw("\"></meter>")
            .text(&text)
            .raw("</td>");
    }

    fn time(&self, html: &mut Html, at: Option<UtcTime>, without: &str) {
        let Some(at) = at else {
            cell(html, without);
            return;
        };
        html.raw("<td class=\"wide-only\"><time datetime=\"")
            .text(&at.rfc3339())
            .raw("\">")
            .text(&(self.texts.date_time)(at))
            .raw("</time></td>");
    }

    /// What stands below the table: the way through the pages, and what else there is.
    pub(super) fn end(&self) -> String {
        let (texts, list) = (self.texts, self.list);
        let html = &mut Html::default();
        let (first, last) = (list.rows.first(), list.rows.last());
        if let (true, Some(first), Some(last)) = (list.more_before || list.more_after, first, last)
        {
            html.raw("<nav class=\"pagination\" aria-label=\"")
                .text(texts.pagination.title)
                .raw("\">");
            let before = ListPosition::Before(first.name.clone());
            let after = ListPosition::After(last.name.clone());
            for (is, position, rel, label) in [
                (
                    list.more_before,
                    ListPosition::First,
                    "",
                    texts.ftp_access.first_page,
                ),
                (
                    list.more_before,
                    before,
                    "prev",
                    texts.pagination.previous_page,
                ),
                (list.more_after, after, "next", texts.pagination.next_page),
                (
                    list.more_after,
                    ListPosition::Last,
                    "",
                    texts.ftp_access.last_page,
                ),
            ] {
                if is {
                    html.raw("<a class=\"button\" rel=\"")
                        .raw(rel)
                        .raw("\" href=\"")
                        .text(&self.address(&self.listing.at(position)))
                        .raw("\">")
                        .text(label)
                        .raw("</a>");
                }
            }
            html.raw("</nav>");
        }
        let query = self.listing.at(ListPosition::First).query();
        html.raw("<p class=\"field-hint\"><a rel=\"external\" download href=\"")
            .text(&format!("{}.csv?{query}", self.path()))
            .raw("\">")
            .text(texts.ftp_access.export_csv)
            .raw("</a> <span class=\"needs-script\">")
            .text(texts.ftp_access.keyboard)
            .raw("</span></p>");
        std::mem::take(html).finish()
    }
}

/// Whether a column has no room on a narrow screen.
fn is_wide(column: FtpAccountColumn) -> bool {
    !matches!(
        column,
        FtpAccountColumn::Name | FtpAccountColumn::HomeDirectory
    )
}

fn state(texts: &'static Texts, enabled: bool) -> &'static str {
    let settings = FtpAccountSettings {
        enabled,
        ..FtpAccountSettings::default()
    };
    (texts.account_form.setting_choice)(Field::State, &settings.value(Field::State))
}

fn permission(texts: &'static Texts, permission: FtpPermission) -> &'static str {
    (texts.account_form.setting_choice)(Field::Permission, permission.key())
}

fn cell(html: &mut Html, text: &str) {
    html.raw("<td class=\"wide-only\">").text(text).raw("</td>");
}

/// A field that is not seen.
pub(super) fn hidden(html: &mut Html, name: &'static str, value: &str) {
    html.raw("<input type=\"hidden\" name=\"")
        .raw(name)
        .raw("\" value=\"")
        .text(value)
        .raw("\">");
}

/// A labelled list of values, by their names.
fn select(
    html: &mut Html,
    name: &'static str,
    label: &str,
    options: &[(&str, &str)],
    chosen: &str,
) {
    html.raw("<div class=\"field\"><label for=\"list-")
        .raw(name)
        .raw("\">")
        .text(label)
        .raw("</label><select id=\"list-")
        .raw(name)
        .raw("\" name=\"")
        .raw(name)
        .raw("\">");
    for (value, text) in options {
        html.raw("<option value=\"")
            .text(value)
            .raw("\"")
            .raw_if(*value == chosen, " selected")
            .raw(">")
            .text(text)
            .raw("</option>");
    }
    html.raw("</select></div>");
}
