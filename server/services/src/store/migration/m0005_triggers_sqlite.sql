CREATE TRIGGER ftp_account_counted AFTER INSERT ON ftp_account WHEN NEW.removed_at IS NULL
BEGIN
    UPDATE subscription SET ftp_accounts = ftp_accounts + 1 WHERE id = NEW.subscription_id;
END;

CREATE TRIGGER ftp_account_counted_out AFTER DELETE ON ftp_account WHEN OLD.removed_at IS NULL
BEGIN
    UPDATE subscription SET ftp_accounts = ftp_accounts - 1 WHERE id = OLD.subscription_id;
END;

CREATE TRIGGER ftp_account_counted_anew AFTER UPDATE OF removed_at ON ftp_account
WHEN (NEW.removed_at IS NULL) <> (OLD.removed_at IS NULL)
BEGIN
    UPDATE subscription
    SET ftp_accounts = ftp_accounts + CASE WHEN NEW.removed_at IS NULL THEN 1 ELSE -1 END
    WHERE id = NEW.subscription_id;
END;
