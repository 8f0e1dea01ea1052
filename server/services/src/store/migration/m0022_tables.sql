CREATE TABLE plan (
    id {id},
    maker_id BIGINT REFERENCES panel_user (id) ON DELETE CASCADE,
    name {text} NOT NULL,
    name_key {text} NOT NULL,
    max_ftp_accounts BIGINT CHECK (max_ftp_accounts > 0),
    max_disk_space BIGINT CHECK (max_disk_space > 0),
    max_files BIGINT CHECK (max_files > 0),
    max_ftp_sessions BIGINT CHECK (max_ftp_sessions > 0),
    total_upload_rate BIGINT CHECK (total_upload_rate > 0),
    total_download_rate BIGINT CHECK (total_download_rate > 0),
    locked_settings TEXT NOT NULL DEFAULT '',
    version BIGINT NOT NULL CHECK (version > 0)
);
CREATE UNIQUE INDEX plan_name_key ON plan ((COALESCE(maker_id, 0)), name_key);
ALTER TABLE subscription ADD COLUMN plan_id BIGINT REFERENCES plan (id) ON DELETE SET NULL;
ALTER TABLE subscription ADD COLUMN max_ftp_accounts BIGINT CHECK (max_ftp_accounts > 0);
ALTER TABLE subscription ADD COLUMN max_disk_space BIGINT CHECK (max_disk_space > 0);
ALTER TABLE subscription ADD COLUMN max_files BIGINT CHECK (max_files > 0);
ALTER TABLE subscription ADD COLUMN max_ftp_sessions BIGINT CHECK (max_ftp_sessions > 0);
ALTER TABLE subscription ADD COLUMN total_upload_rate BIGINT CHECK (total_upload_rate > 0);
ALTER TABLE subscription ADD COLUMN total_download_rate BIGINT CHECK (total_download_rate > 0);
ALTER TABLE subscription ADD COLUMN locked_settings TEXT NOT NULL DEFAULT '';
ALTER TABLE subscription ADD COLUMN limits_version BIGINT NOT NULL DEFAULT 0;
ALTER TABLE subscription ADD COLUMN used_bytes BIGINT NOT NULL DEFAULT 0 CHECK (used_bytes >= 0);
ALTER TABLE subscription ADD COLUMN used_files BIGINT NOT NULL DEFAULT 0 CHECK (used_files >= 0);
ALTER TABLE subscription ADD COLUMN counted_at BIGINT;
ALTER TABLE subscription ADD COLUMN usage_incomplete BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE subscription ADD COLUMN usage_settled BOOLEAN NOT NULL DEFAULT FALSE;
CREATE INDEX subscription_of_plan ON subscription (plan_id, domain_key) WHERE plan_id IS NOT NULL;
CREATE INDEX subscription_to_count ON subscription (counted_at)
    WHERE max_disk_space IS NOT NULL OR max_files IS NOT NULL;
