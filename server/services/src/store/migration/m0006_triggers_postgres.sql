CREATE FUNCTION berth_quota_changed() RETURNS trigger AS $$
BEGIN
    IF TG_OP = 'DELETE' THEN
        UPDATE subscription SET quota_version = quota_version + 1 WHERE id = OLD.subscription_id;
    ELSE
        UPDATE subscription SET quota_version = quota_version + 1 WHERE id = NEW.subscription_id;
    END IF;
    RETURN NULL;
END $$ LANGUAGE plpgsql;
CREATE TRIGGER ftp_account_quota_added AFTER INSERT ON ftp_account
FOR EACH ROW WHEN (NEW.quota_bytes IS NOT NULL OR NEW.quota_files IS NOT NULL)
EXECUTE FUNCTION berth_quota_changed();
CREATE TRIGGER ftp_account_quota_changed
AFTER UPDATE OF quota_bytes, quota_files, home_directory, removed_at ON ftp_account
FOR EACH ROW WHEN (
    (NEW.quota_bytes IS NOT NULL OR NEW.quota_files IS NOT NULL
      OR OLD.quota_bytes IS NOT NULL OR OLD.quota_files IS NOT NULL)
    AND (NEW.quota_bytes IS DISTINCT FROM OLD.quota_bytes
      OR NEW.quota_files IS DISTINCT FROM OLD.quota_files
      OR NEW.home_directory <> OLD.home_directory
      OR NEW.removed_at IS DISTINCT FROM OLD.removed_at))
EXECUTE FUNCTION berth_quota_changed();
CREATE TRIGGER ftp_account_quota_removed AFTER DELETE ON ftp_account
FOR EACH ROW WHEN (OLD.quota_bytes IS NOT NULL OR OLD.quota_files IS NOT NULL)
EXECUTE FUNCTION berth_quota_changed();
