ALTER TABLE ftp_account ADD COLUMN access_version BIGINT NOT NULL DEFAULT 1;
UPDATE ftp_account SET access_version = version;
ALTER TABLE ftp_account ADD COLUMN enabled BOOLEAN NOT NULL DEFAULT TRUE;
ALTER TABLE ftp_account ADD COLUMN permission TEXT NOT NULL DEFAULT 'read-write'
    CHECK (permission IN ('read-write', 'read-only', 'upload-only'));
ALTER TABLE ftp_account ADD COLUMN expires_at BIGINT;
ALTER TABLE ftp_account ADD COLUMN allowed_addresses TEXT NOT NULL DEFAULT '';
ALTER TABLE ftp_account ADD COLUMN max_sessions BIGINT CHECK (max_sessions > 0);
ALTER TABLE ftp_account ADD COLUMN upload_rate BIGINT CHECK (upload_rate > 0);
ALTER TABLE ftp_account ADD COLUMN download_rate BIGINT CHECK (download_rate > 0);
ALTER TABLE ftp_account ADD COLUMN tls_required BOOLEAN NOT NULL DEFAULT FALSE;
ALTER TABLE ftp_account ADD COLUMN note TEXT NOT NULL DEFAULT '';
