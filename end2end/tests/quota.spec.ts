import { mkdir, writeFile } from 'node:fs/promises';

import { expect, test } from '../support/test.ts';

// Quotas: set in the form, held by the FTP server, and what is used shown and counted again.

const account = { name: 'contractor', home: '/limited', password: 'vKr7-mPq2-xTd9' };

test('a quota is typed with its unit, and holds to the byte', { tag: '@language' }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await page.getByRole('link', { name: t.addAccount }).click();
  await expect(panel.heading(t.addAccount)).toBeVisible();
  await panel.ready();
  await page.getByText(t.advancedOptions).click();
  await panel.fillAccount(account);
  await panel.field(t.spaceQuota).fill('1,5 ko');
  await panel.field(t.fileQuota).fill('2');
  await panel.ok();
  await expect(panel.status).toContainText(t.added(account.name));

  expect(await berth.ftp.upload(account, 'a', 1501)).toBe('552');
  expect(await berth.ftp.upload(account, 'a', 1500)).toBe('226');
  expect(await berth.ftp.upload(account, 'b', 1)).toBe('552');
  expect(await berth.ftp.upload(account, 'b', 0)).toBe('226');
  expect(await berth.ftp.upload(account, 'c', 0)).toBe('552');

  await panel.open(`/subscriptions/example.com/ftp/${account.name}`);
  await expect(panel.field(t.spaceQuota)).toHaveValue(t.size1500);
  await expect(panel.field(t.fileQuota)).toHaveValue('2');
  await expect(page.getByText(t.used1500Of1500)).toBeVisible();
  // A larger one holds at once, and the receipt has both.
  await panel.field(t.spaceQuota).fill('2 GiB');
  await panel.ok();
  await expect(panel.status).toContainText(t.noteTheChanges);
  const changed = panel.status.getByRole('row').filter({ hasText: t.spaceQuota });
  await expect(changed).toContainText(/1500\s[oB]2\sGi[oB]/);
  expect(await berth.ftp.upload(account, 'b', 1)).toBe('226');
});

test('what changed without FTP is seen when it is counted again', { tag: '@plain' }, async ({ panel, page, berth, t, javaScriptEnabled }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await mkdir(berth.webspace('limited', 'deep'), { recursive: true });
  await writeFile(berth.webspace('limited', 'one'), 'x'.repeat(1000));
  await writeFile(berth.webspace('limited', 'deep', 'two'), 'x'.repeat(500));

  await panel.open(`/subscriptions/example.com/ftp/${account.name}`);
  await expect(page.getByText(t.notCounted)).toBeVisible();
  await page.getByRole('button', { name: t.countAgain }).click();
  await expect(page).toHaveTitle(`${t.spaceUsedBy(account.name)} – Berth`);
  await expect(panel.heading(account.name)).toBeVisible();
  await expect(async () => {
    // Without scripts the page is asked for again, as its link does.
    if (javaScriptEnabled === false) await page.reload();
    await expect(page.getByText(t.used1500In3)).toBeVisible({ timeout: 2_000 });
  }).toPass();

  await writeFile(berth.webspace('limited', 'three'), '');
  await page.getByRole('button', { name: t.countAgain }).click();
  await expect(async () => {
    if (javaScriptEnabled === false) await page.reload();
    await expect(page.getByText(t.used1500In4)).toBeVisible({ timeout: 2_000 });
  }).toPass();
  await page.getByRole('link', { name: t.backToAccount }).click();
  await panel.ready();
  await expect(page.getByRole('link', { name: t.used1500In4 })).toBeVisible();
});

test('a size without a unit, or one that means two things, is told at its field', { tag: '@language' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  await panel.signIn(berth.admin);
  await panel.open('/subscriptions/example.com/ftp/new');
  await page.getByText(t.advancedOptions).click();
  for (const size of ['5', '1,500 MB']) {
    await panel.fillAccount(account);
    await panel.field(t.spaceQuota).fill(size);
    await panel.field(t.fileQuota).fill('0');
    await panel.ok();
    await expect(panel.alert).toBeVisible();
    await panel.ready();
    await panel.expectFieldError(t.spaceQuota, t.notASize);
    await panel.expectFieldError(t.fileQuota, t.notANumber);
    await expect(panel.field(t.spaceQuota)).toHaveValue(size);
  }
});
