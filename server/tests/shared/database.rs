//! The database of an installation under test: its file, or one of its own on a PostgreSQL server.
//!
//! Most tests begin with a copy of a database that has its tables: to make them takes longer than what most
//! tests do.

use std::fs;
use std::path::Path;

use sea_orm::{ConnectOptions, ConnectionTrait, DatabaseConnection};
use services::store::{Database, Store, folder_of, make_private_folder};

/// The server that has the databases, as a URL without one. Without it they are files.
const SERVER: &str = "BERTH_TEST_POSTGRES";

/// PostgreSQL's lock under which the database is made that others are copies of.
const TEMPLATE_LOCK: &str = "SELECT pg_advisory_lock(1)";

/// The URL of the database of the installation in `folder`, made with its tables if it is missing; none
/// for its file.
pub(crate) fn database_url(folder: &Path) -> Option<String> {
    let server = std::env::var(SERVER).ok()?;
    let name = format!("berth{}", folder.file_name()?.to_str()?);
    let url = format!("{server}/{name}");
    // Whoever asks may be in the middle of async work, or not.
    let made = std::thread::spawn(move || make_on_server(&server, &name));
    made.join().expect("a database");
    Some(url)
}

/// Makes the file of a database, which is missing, with its tables. One on a server has them: see
/// [`database_url`].
pub(crate) async fn make_file_with_tables(database: &Database) {
    let Database::File(file) = database else {
        return;
    };
    let template = Path::new(env!("CARGO_TARGET_TMPDIR"))
        .join(concat!(env!("CARGO_CRATE_NAME"), "-template.sqlite"));
    if !is_newer_than_tests(&template) {
        let folder = tempfile::tempdir_in(env!("CARGO_TARGET_TMPDIR")).expect("a folder");
        let new = folder.path().join("new.sqlite");
        make_tables(&Database::File(new.clone())).await;
        // Several tests may do so at once.
        fs::rename(new, &template).expect("a template");
    }
    make_private_folder(folder_of(file)).expect("a folder");
    fs::copy(&template, file).expect("a copy");
}

/// Whether these tests, with their migrations, made a file, and not some that were compiled before.
fn is_newer_than_tests(file: &Path) -> bool {
    let changed = |path: &Path| path.metadata().and_then(|found| found.modified()).ok();
    let tests = std::env::current_exe().expect("a program");
    changed(file) > changed(&tests)
}

async fn make_tables(database: &Database) {
    let store = Store::open(database).await.expect("a database");
    store.close().await;
}

#[tokio::main(flavor = "current_thread")]
async fn make_on_server(server: &str, name: &str) {
    let mut options = ConnectOptions::new(format!("{server}/postgres"));
    // The lock is a connection's.
    options.max_connections(1);
    let connection = sea_orm::Database::connect(options).await;
    let connection = connection.expect("the server");
    let locked = connection.execute_unprepared(TEMPLATE_LOCK).await;
    locked.expect("a lock");
    let template = concat!(env!("CARGO_CRATE_NAME"), "_template");
    if make_copy(&connection, "template1", template).await {
        make_tables(&Database::Url(format!("{server}/{template}"))).await;
    }
    make_copy(&connection, template, name).await;
    connection.close().await.expect("an end");
}

/// Makes a copy of a database, unless there is one; answers whether it did.
async fn make_copy(connection: &DatabaseConnection, template: &str, name: &str) -> bool {
    let create = format!("CREATE DATABASE \"{name}\" TEMPLATE \"{template}\"");
    match connection.execute_unprepared(&create).await {
        Ok(_) => true,
        Err(error) if error.to_string().contains("already exists") => false,
        Err(error) => unreachable!("{error}"),
    }
}
