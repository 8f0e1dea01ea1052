//! Passwords for commands: from standard input or from a prompt, never from an argument, which
//! other users of the machine could read.

use std::io::{self, Read};

use clap::Args;
use model::{Field, Password};
use zeroize::Zeroizing;

use super::error::{CommandError, at};
use super::output::either;

/// More than any password, so that a wrong file on standard input does not fill the memory.
const LONGEST: u64 = 4096;

/// Where a password comes from.
#[derive(Args)]
pub(super) struct PasswordSource {
    /// Read the password from standard input (its first line) instead of asking for it
    #[arg(long)]
    password_stdin: bool,
}

impl PasswordSource {
    /// Reads the password for the account or panel user called `name`.
    pub(super) fn read(&self, name: &str) -> Result<Password, CommandError> {
        if self.password_stdin {
            from_stdin(name)
        } else {
            from_prompt(name)
        }
    }
}

/// The first line of standard input.
pub(super) fn from_stdin(name: &str) -> Result<Password, CommandError> {
    let mut text = Zeroizing::new(String::new());
    io::stdin().lock().take(LONGEST).read_to_string(&mut text)?;
    let first = text.lines().next().unwrap_or_default();
    at(Field::Password, Password::parse(first, name))
}

/// Asked for twice at the terminal, without an echo.
pub(super) fn from_prompt(name: &str) -> Result<Password, CommandError> {
    let ask = |english: &str, french: &str| {
        rpassword::prompt_password(either(english, french))
            .map(Zeroizing::new)
            .map_err(|_| CommandError::NoTerminal)
    };
    let text = ask("Password: ", "Mot de passe : ")?;
    // Its rules first: nobody wants to type a bad one twice.
    let password = at(Field::Password, Password::parse(&text, name))?;
    let again = ask("Again: ", "Encore une fois : ")?;
    if *again != *text {
        return Err(CommandError::PasswordsDiffer);
    }
    Ok(password)
}
