//! The database of an installation under test: its file, or one of its own on a PostgreSQL server.

use std::path::Path;

use sea_orm::{ConnectionTrait, Database};

/// The server that has the databases, as a URL without one. Without it they are files.
const SERVER: &str = "BERTH_TEST_POSTGRES";

/// The URL of the database of the installation in `folder`, made if it is missing; none for its
/// file.
pub(crate) fn database_url(folder: &Path) -> Option<String> {
    let server = std::env::var(SERVER).ok()?;
    let name = format!("berth{}", folder.file_name()?.to_str()?);
    let url = format!("{server}/{name}");
    // Whoever asks may be in the middle of async work, or not.
    let made = std::thread::spawn(move || make(&server, &name));
    made.join().expect("a database");
    Some(url)
}

#[tokio::main(flavor = "current_thread")]
async fn make(server: &str, name: &str) {
    let database = Database::connect(format!("{server}/postgres")).await;
    let database = database.expect("the server");
    let create = format!("CREATE DATABASE \"{name}\"");
    let refused = database.execute_unprepared(&create).await.err();
    let refused = refused.map(|error| error.to_string());
    assert!(
        refused
            .as_ref()
            .is_none_or(|error| error.contains("already exists")),
        "{refused:?}"
    );
    database.close().await.expect("an end");
}
