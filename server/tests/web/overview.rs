//! « Vue d'ensemble »: charts, and the same numbers in tables, in both languages.

use app::i18n::texts;
use model::{ActivitySums, AppError, Locale, OverviewPeriod, UtcDay, UtcTime};
use sea_orm::ConnectionTrait;

use crate::support::{CUSTOMER_PASSWORD, Panel, markup, problem, says};

/// A panel in which something was done yesterday, and 40 days ago.
async fn busy_panel() -> (Panel, ActivitySums) {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let today = UtcDay::of(UtcTime::now()).0;
    let sums = ActivitySums {
        uploads: 1_200,
        upload_bytes: 3_400_000_000,
        downloads: 40,
        download_bytes: 5_000_000,
        sign_ins: 31,
        refusals: 4,
    };
    let fill = format!(
        "INSERT INTO ftp_activity_day (subscription_id, day, uploads, upload_bytes, downloads, \
         download_bytes, sign_ins, refusals) VALUES \
         (0, {yesterday}, 1200, 3400000000, 40, 5000000, 31, 4), \
         (1, {yesterday}, 1200, 3400000000, 40, 5000000, 31, 4), \
         (1, {earlier}, 1, 77000, 0, 0, 0, 0)",
        yesterday = today - 1,
        earlier = today - 40,
    );
    let database = panel.database().await;
    database.execute_unprepared(&fill).await.expect("sums");
    let account = format!(
        "UPDATE ftp_account SET quota_bytes = 1000, used_bytes = 990, expires_at = {}",
        UtcTime::now().plus_days(3).0
    );
    database
        .execute_unprepared(&account)
        .await
        .expect("a quota");
    (panel, sums)
}

#[tokio::test]
async fn the_numbers_of_each_day_are_in_bars_and_in_a_table() {
    let (panel, sums) = busy_panel().await;
    let mut browser = panel.administrator().await;
    let yesterday = UtcDay::of(UtcTime::now()).plus(-1);
    for locale in Locale::ALL {
        browser.headers = vec![("accept-language", locale.tag().to_owned())];
        let overview = &texts(locale).overview;
        for page in ["/overview", "/subscriptions/example.com/overview"] {
            let page = browser.open(page).await;
            assert_eq!(page.status, 200, "{page:?}");
            let day = (overview.step)(OverviewPeriod::Days30, yesterday);
            for text in [
                (overview.bytes_in)(&day, &sums),
                (overview.files_in)(&day, &sums),
                (overview.sign_ins_in)(&day, &sums),
            ] {
                let named = format!("<title>{text}</title></rect>");
                assert!(markup(&page).contains(&named), "{text}: {page:?}");
            }
            for cell in [
                (texts(locale).size)(sums.upload_bytes),
                (texts(locale).number)(sums.uploads),
                (texts(locale).number)(sums.refusals),
            ] {
                let cell = format!("<td class=\"number\">{cell}</td>");
                assert!(markup(&page).contains(&cell), "{cell}: {page:?}");
            }
            let total = (overview.moved)(sums.upload_bytes, sums.uploads);
            assert!(says(&page, &total), "{total}: {page:?}");
            assert_eq!(page.text.matches("role=\"img\"").count(), 90, "{page:?}");
            // Of the days of each chart, the tab key leads to one.
            let tab_stops = markup(&page).matches("tabindex=\"0\"").count();
            assert_eq!(tab_stops, 3, "{page:?}");
            assert!(!page.text.contains("style="), "{page:?}");
        }
    }
}

#[tokio::test]
async fn a_longer_period_is_a_link_away() {
    let (panel, sums) = busy_panel().await;
    let browser = panel.administrator().await;
    let page = browser.open("/subscriptions/example.com/overview").await;
    let link = "href=\"/subscriptions/example.com/overview?days=90\"";
    assert!(markup(&page).contains(link), "{page:?}");
    let page = browser
        .open("/subscriptions/example.com/overview?days=90")
        .await;
    assert_eq!(page.text.matches("role=\"img\"").count(), 270, "{page:?}");
    let overview = &texts(Locale::En).overview;
    let total = (overview.moved)(sums.upload_bytes + 77_000, sums.uploads + 1);
    assert!(says(&page, &total), "{total}: {page:?}");
    let earlier = (overview.date)(UtcDay::of(UtcTime::now()).plus(-40));
    assert!(says(&page, &earlier), "{earlier}: {page:?}");

    let page = browser
        .open("/subscriptions/example.com/overview?days=364")
        .await;
    assert_eq!(page.text.matches("role=\"img\"").count(), 156, "{page:?}");
    assert!(says(&page, &total), "{total}: {page:?}");
    let last_week = UtcDay::of(UtcTime::now()).plus(-6);
    let last_week = (overview.step)(OverviewPeriod::Weeks52, last_week);
    let last_week = (overview.bytes_in)(&last_week, &sums);
    assert!(says(&page, &last_week), "{last_week}: {page:?}");
}

#[tokio::test]
async fn accounts_that_may_need_attention_are_a_link_away() {
    let (panel, _) = busy_panel().await;
    let browser = panel.administrator().await;
    let account = "href=\"/subscriptions/example.com/ftp/example\"";
    let server = browser.open("/overview").await;
    assert_eq!(markup(&server).matches(account).count(), 3, "{server:?}");
    let domain = "href=\"/subscriptions/example.com/overview\"";
    assert_eq!(markup(&server).matches(domain).count(), 3, "{server:?}");
    let page = browser.open("/subscriptions/example.com/overview").await;
    assert_eq!(markup(&page).matches(account).count(), 3, "{page:?}");
    for query in ["nearly-full=1&amp;sort=-usage", "sort=expires&amp;columns="] {
        let list = format!("href=\"/subscriptions/example.com/ftp?{query}");
        assert!(markup(&page).contains(&list), "{page:?}");
    }
}

#[tokio::test]
async fn where_nothing_was_done_there_is_no_chart() {
    let panel = Panel::start().await;
    panel.add_subscription("example.com", "admin").await;
    let browser = panel.administrator().await;
    let overview = &texts(Locale::En).overview;
    for page in ["/overview", "/subscriptions/example.com/overview"] {
        let page = browser.open(page).await;
        for text in [
            overview.none,
            overview.no_largest,
            overview.no_expiring,
            overview.no_nearly_full,
        ] {
            assert!(says(&page, text), "{text}: {page:?}");
        }
        assert!(!page.text.contains("class=\"chart"), "{page:?}");
    }
}

#[tokio::test]
async fn customers_see_no_overview_of_the_server_and_no_way_to_it() {
    let panel = Panel::start().await;
    panel.add_customer("alice").await;
    panel.add_subscription("alice.example", "alice").await;
    let alice = panel.signed_in("alice", CUSTOMER_PASSWORD).await;
    let refused = alice.read("overview_page", &[("days", "30")]).await;
    assert_eq!(refused.status, 403, "{refused:?}");
    assert_eq!(problem(&refused), AppError::AdministratorsOnly);
    assert_eq!(alice.open("/overview").await.status, 403);
    let own = alice.open("/subscriptions/alice.example/overview").await;
    assert_eq!(own.status, 200, "{own:?}");
    assert!(!markup(&own).contains("href=\"/overview\""), "{own:?}");
    let administrator = panel.administrator().await;
    let start = administrator.open("/").await;
    assert!(markup(&start).contains("href=\"/overview\""), "{start:?}");
}
