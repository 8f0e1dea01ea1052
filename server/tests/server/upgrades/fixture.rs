//! A former version's data as a file of SQL: written once, and read for as long as there are upgrades.
//!
//! It is a SQLite database with its tables, as that version made them. On PostgreSQL the migrations of
//! that version make the tables, and the same rows are put into them.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::{Path, PathBuf};

use sea_orm::{ConnectionTrait, DatabaseConnection, DbBackend};
use services::store::{migrate_to, migration_names};

use crate::support::{database_of, drop_tables, texts};

/// Stands for the folder of the webspaces.
pub(super) const ROOT: &str = "/srv/berth-fixture";
/// Stands for the time at which the data is used: what is removed or done then is not old yet.
pub(super) const NOW: &str = "1111111111";

/// Stands for the first digits of the times of the day before: the trail is not kept for ever.
const YESTERDAY: &str = "17000000";

/// Tables that migrations fill by themselves.
const FILLED: [&str; 3] = ["seaql_migrations", "audit_retention", "expiry_reminder"];

/// Tables whose keys PostgreSQL counts by itself: on from those of the rows.
const TABLES_WITH_KEYS: [&str; 9] = [
    "panel_user",
    "subscription",
    "ftp_account",
    "ftp_activity",
    "audit_event",
    "api_token",
    "webhook",
    "webhook_delivery",
    "outgoing_mail",
];

/// The numbers of all versions, oldest first: those of the migrations that are each one's newest.
pub(super) fn versions() -> Vec<u32> {
    let names = migration_names();
    names
        .iter()
        .map(|name| name[1..5].parse().unwrap())
        .collect()
}

/// How many migrations a version has.
pub(super) fn migrations_of(version: u32) -> u32 {
    let position = versions().iter().position(|one| *one == version);
    u32::try_from(position.unwrap() + 1).unwrap()
}

/// The fixtures that there are, by their version.
pub(super) fn all() -> BTreeMap<u32, PathBuf> {
    let files = folder().read_dir().unwrap();
    let files = files.map(|file| file.unwrap().path());
    files
        .filter(|file| file.extension().is_some_and(|ending| ending == "sql"))
        .map(|file| {
            (
                file.file_stem().unwrap().to_str().unwrap().parse().unwrap(),
                file,
            )
        })
        .collect()
}

/// The file of a version.
pub(super) fn file_of(version: u32) -> PathBuf {
    folder().join(format!("{version:04}.sql"))
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/database")
}

/// Puts the data of a version into the installation in `folder`, with webspaces for it in `webspaces`.
pub(super) async fn load(version: u32, folder: &Path, webspaces: &Path) {
    let sql = std::fs::read_to_string(file_of(version)).unwrap();
    let now = model::UtcTime::now().0;
    let sql = sql.replace(ROOT, webspaces.to_str().unwrap());
    let sql = sql.replace(NOW, &now.to_string());
    let sql = sql.replace(YESTERDAY, &((now - 24 * 60 * 60) / 100).to_string());
    std::fs::create_dir_all(folder.join("data")).unwrap();
    let database = database_of_new(folder).await;
    if database.get_database_backend() == DbBackend::Sqlite {
        fill(&database, &sql).await;
    } else {
        migrate_to(&database, migrations_of(version)).await.unwrap();
        load_rows(&database, &sql).await;
    }
    database.close().await.unwrap();
}

/// Makes a SQLite database of a fixture. Rows may stand before those that they refer to.
pub(super) async fn fill(database: &DatabaseConnection, sql: &str) {
    let script = format!("BEGIN;\nPRAGMA defer_foreign_keys = ON;\n{sql}\nCOMMIT;");
    database.execute_unprepared(&script).await.unwrap();
}

/// The installation's database, made if it is missing.
async fn database_of_new(folder: &Path) -> DatabaseConnection {
    if crate::database::database_url(folder).is_some() {
        drop_tables(folder).await;
        return database_of(folder).await;
    }
    let url = format!(
        "sqlite://{}?mode=rwc",
        folder.join("data/berth.sqlite").display()
    );
    sea_orm::Database::connect(url).await.unwrap()
}

/// Rows alone, as they are: what triggers did is in them.
async fn load_rows(database: &DatabaseConnection, sql: &str) {
    let mut script = String::from("BEGIN; SET LOCAL session_replication_role = replica;\n");
    for line in sql.lines().filter(|line| line.starts_with("INSERT INTO")) {
        if FILLED
            .iter()
            .any(|table| line.contains(&format!("INTO \"{table}\"")))
        {
            continue;
        }
        // The two write bytes in different ways.
        script.push_str(&line.replace(", X'", ", '\\x"));
        script.push('\n');
    }
    for table in TABLES_WITH_KEYS {
        if sql.contains(&format!("INTO \"{table}\"")) {
            let sequence = format!("pg_get_serial_sequence('{table}', 'id')");
            writeln!(script, "SELECT setval({sequence}, 1000);").unwrap();
        }
    }
    script.push_str("COMMIT;");
    database.execute_unprepared(&script).await.unwrap();
}

/// A SQLite database as SQL: its tables, its rows, then what watches over them.
pub(super) async fn dump(database: &DatabaseConnection) -> String {
    let objects = "SELECT sql || ';' FROM sqlite_schema WHERE sql IS NOT NULL \
                   AND name NOT LIKE 'sqlite_%' AND";
    let tables = texts(
        database,
        &format!("{objects} type = 'table' ORDER BY rowid"),
    )
    .await;
    let others = texts(
        database,
        &format!("{objects} type <> 'table' ORDER BY rowid"),
    )
    .await;
    let names = "SELECT name FROM sqlite_schema WHERE type = 'table' \
                 AND name NOT LIKE 'sqlite_%' ORDER BY rowid";
    let mut lines = tables;
    for table in texts(database, names).await {
        lines.extend(dump_rows(database, &table).await);
    }
    lines.extend(others);
    lines.join("\n") + "\n"
}

async fn dump_rows(database: &DatabaseConnection, table: &str) -> Vec<String> {
    let of_table = format!("FROM pragma_table_info('{table}') ORDER BY cid");
    let columns = texts(database, &format!("SELECT '\"' || name || '\"' {of_table}")).await;
    // A truth value is a number in SQLite and none in PostgreSQL.
    let values = texts(
        database,
        &format!(
            "SELECT CASE upper(type) WHEN 'BOOLEAN' \
             THEN 'CASE \"' || name || '\" WHEN 1 THEN ''TRUE'' ELSE ''FALSE'' END' \
             ELSE 'quote(\"' || name || '\")' END {of_table}"
        ),
    )
    .await;
    let insert = format!(
        "SELECT 'INSERT INTO \"{table}\" ({}) VALUES (' || {} || ');' FROM \"{table}\" ORDER BY 1",
        columns.join(", "),
        values.join(" || ', ' || ")
    );
    texts(database, &insert).await
}
