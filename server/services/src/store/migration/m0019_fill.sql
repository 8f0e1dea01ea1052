INSERT INTO ftp_activity_day (subscription_id, day, uploads, upload_bytes, downloads,
    download_bytes, sign_ins, refusals)
SELECT subscription_id, at / 86400,
    CAST(SUM(CASE WHEN kind = 'uploaded' AND complete THEN 1
        WHEN kind = 'not_recorded' AND kind_group = 'uploads' THEN COALESCE(events, 0)
        ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN kind = 'uploaded' THEN COALESCE(bytes, 0) ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN kind = 'downloaded' AND complete THEN 1
        WHEN kind = 'not_recorded' AND kind_group = 'downloads' THEN COALESCE(events, 0)
        ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN kind = 'downloaded' THEN COALESCE(bytes, 0) ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN kind = 'signed_in' THEN 1
        WHEN kind = 'not_recorded' AND kind_group = 'sign-ins' THEN COALESCE(events, 0)
        ELSE 0 END) AS BIGINT),
    CAST(SUM(CASE WHEN kind = 'sign_in_refused' THEN 1
        WHEN kind = 'not_recorded' AND kind_group = 'refused' THEN COALESCE(events, 0)
        ELSE 0 END) AS BIGINT)
FROM ftp_activity
GROUP BY subscription_id, at / 86400;
DELETE FROM ftp_activity_day WHERE uploads = 0 AND upload_bytes = 0 AND downloads = 0
    AND download_bytes = 0 AND sign_ins = 0 AND refusals = 0;
INSERT INTO ftp_activity_day (subscription_id, day, uploads, upload_bytes, downloads,
    download_bytes, sign_ins, refusals)
SELECT 0, day, CAST(SUM(uploads) AS BIGINT), CAST(SUM(upload_bytes) AS BIGINT),
    CAST(SUM(downloads) AS BIGINT), CAST(SUM(download_bytes) AS BIGINT),
    CAST(SUM(sign_ins) AS BIGINT), CAST(SUM(refusals) AS BIGINT)
FROM ftp_activity_day
GROUP BY day;
