CREATE TRIGGER ftp_account_name_added BEFORE INSERT ON ftp_account
WHEN EXISTS (SELECT 1 FROM ftp_account_alias WHERE name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'ftp_account_name_key'); END;

CREATE TRIGGER ftp_account_name_changed BEFORE UPDATE OF name ON ftp_account
WHEN EXISTS (SELECT 1 FROM ftp_account_alias WHERE name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'ftp_account_name_key'); END;

CREATE TRIGGER ftp_account_alias_added BEFORE INSERT ON ftp_account_alias
WHEN EXISTS (SELECT 1 FROM ftp_account WHERE name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'ftp_account_name_key'); END;

CREATE TRIGGER ftp_account_alias_changed BEFORE UPDATE OF name ON ftp_account_alias
WHEN EXISTS (SELECT 1 FROM ftp_account WHERE name = NEW.name)
BEGIN SELECT RAISE(ABORT, 'ftp_account_name_key'); END;
