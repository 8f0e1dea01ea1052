CREATE TRIGGER ftp_account_quota_added AFTER INSERT ON ftp_account
WHEN NEW.quota_bytes IS NOT NULL OR NEW.quota_files IS NOT NULL
BEGIN
    UPDATE subscription SET quota_version = quota_version + 1 WHERE id = NEW.subscription_id;
END;
CREATE TRIGGER ftp_account_quota_changed
AFTER UPDATE OF quota_bytes, quota_files, home_directory, removed_at ON ftp_account
WHEN (NEW.quota_bytes IS NOT NULL OR NEW.quota_files IS NOT NULL
      OR OLD.quota_bytes IS NOT NULL OR OLD.quota_files IS NOT NULL)
    AND (NEW.quota_bytes IS NOT OLD.quota_bytes OR NEW.quota_files IS NOT OLD.quota_files
      OR NEW.home_directory <> OLD.home_directory OR NEW.removed_at IS NOT OLD.removed_at)
BEGIN
    UPDATE subscription SET quota_version = quota_version + 1 WHERE id = NEW.subscription_id;
END;
CREATE TRIGGER ftp_account_quota_removed AFTER DELETE ON ftp_account
WHEN OLD.quota_bytes IS NOT NULL OR OLD.quota_files IS NOT NULL
BEGIN
    UPDATE subscription SET quota_version = quota_version + 1 WHERE id = OLD.subscription_id;
END;
