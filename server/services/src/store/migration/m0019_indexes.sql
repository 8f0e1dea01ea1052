CREATE INDEX ftp_account_by_size
    ON ftp_account (subscription_id, used_bytes) WHERE removed_at IS NULL AND used_bytes > 0;
CREATE INDEX ftp_account_by_size_anywhere
    ON ftp_account (used_bytes) WHERE removed_at IS NULL AND used_bytes > 0;
CREATE INDEX ftp_account_by_expiry_anywhere
    ON ftp_account ((coalesce(expires_at, 9223372036854775807)))
    WHERE removed_at IS NULL AND expires_at IS NOT NULL;
CREATE INDEX ftp_account_nearly_full_anywhere
    ON ftp_account ({usage}) WHERE removed_at IS NULL AND {usage} >= 9000;
