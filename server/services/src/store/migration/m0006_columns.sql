ALTER TABLE ftp_account ADD COLUMN counted_at BIGINT;
ALTER TABLE ftp_account ADD COLUMN usage_settled BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE subscription ADD COLUMN quota_version BIGINT NOT NULL DEFAULT 0;
CREATE INDEX ftp_account_quota ON ftp_account (subscription_id)
    WHERE removed_at IS NULL AND (quota_bytes IS NOT NULL OR quota_files IS NOT NULL);
CREATE INDEX ftp_account_counted ON ftp_account (counted_at)
    WHERE removed_at IS NULL AND (quota_bytes IS NOT NULL OR quota_files IS NOT NULL);
