ALTER TABLE ftp_account ADD COLUMN removed_at BIGINT;
ALTER TABLE ftp_account ADD COLUMN quota_bytes BIGINT CHECK (quota_bytes > 0);
ALTER TABLE ftp_account ADD COLUMN quota_files BIGINT CHECK (quota_files > 0);
ALTER TABLE ftp_account ADD COLUMN used_bytes BIGINT NOT NULL DEFAULT 0 CHECK (used_bytes >= 0);
ALTER TABLE ftp_account ADD COLUMN used_files BIGINT NOT NULL DEFAULT 0 CHECK (used_files >= 0);
