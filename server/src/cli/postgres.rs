//! PostgreSQL's own commands for backups, as an operator runs them. Never with a password: they ask for
//! it, or take it from `~/.pgpass`.

use sea_orm::sqlx::postgres::PgConnectOptions;

/// Backs up a database; none if the URL is not PostgreSQL's.
pub(super) fn dump_command(url: &str) -> Option<String> {
    let options = options(url)?;
    let (connection, database) = connection(&options);
    Some(format!(
        "pg_dump {connection} --format=custom --file=berth.dump {database}"
    ))
}

/// Restores a database, and ends what would let people in again who were shut out since; none if the URL
/// is not PostgreSQL's.
pub(super) fn restore_command(url: &str) -> Option<String> {
    let options = options(url)?;
    let (connection, database) = connection(&options);
    Some(format!(
        "pg_restore {connection} --clean --if-exists --dbname={database} berth.dump\n  psql {connection} \
         --command='TRUNCATE session, sign_in_challenge, one_time_link, device_cookie' {database}"
    ))
}

fn options(url: &str) -> Option<PgConnectOptions> {
    let is_postgres = url.starts_with("postgres://") || url.starts_with("postgresql://");
    url.parse().ok().filter(|_| is_postgres)
}

/// The options that name the server and the user, and the database's name.
fn connection(options: &PgConnectOptions) -> (String, String) {
    let socket = options.get_socket().map(|path| path.display().to_string());
    let host = socket.unwrap_or_else(|| options.get_host().to_owned());
    let user = options.get_username();
    let database = options.get_database().unwrap_or(user);
    let connection = format!(
        "--host={} --port={} --username={}",
        quoted(&host),
        options.get_port(),
        quoted(user)
    );
    (connection, quoted(database))
}

/// A word for the shell.
fn quoted(word: &str) -> String {
    let is_plain =
        |character: char| character.is_ascii_alphanumeric() || "._-/".contains(character);
    if !word.is_empty() && word.chars().all(is_plain) {
        word.to_owned()
    } else {
        format!("'{}'", word.replace('\'', "'\\''"))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn commands_name_the_database_and_no_password() {
        let url = "postgres://berth:s3cret-word@db.example.com:5433/the%20panel?sslmode=require";
        let dump = dump_command(url).expect("a command");
        assert_eq!(
            dump,
            "pg_dump --host=db.example.com --port=5433 --username=berth --format=custom \
             --file=berth.dump 'the panel'"
        );
        let restore = restore_command(url).expect("a command");
        assert!(!restore.contains("s3cret-word"), "{restore}");
        assert!(restore.contains("--dbname='the panel'"), "{restore}");
        assert_eq!(dump_command("sqlite:berth.sqlite"), None);
    }
}
