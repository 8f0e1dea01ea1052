import { expect, test } from '../support/test.ts';

// The audit log: who did what, found by filters that stand in the address.

const account = { name: 'contractor', home: '/httpdocs/shop', password: 'vKr7-mPq2-xTd9' };
const customer = { name: 'camille', password: 'Tidal-lantern-58' };

test('what was done is found by its filters, with old and new values', { tag: ['@language', '@plain'] }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(401);
  await panel.open('/login');
  await panel.fillSignIn({ ...berth.admin, password: 'wrong' });
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await berth.command(['ftp-account', 'set', account.name, '--note', 'until spring']);

  await page.getByRole('banner').getByRole('link', { name: t.auditLog }).click();
  await expect(panel.heading(t.auditLog)).toBeVisible();
  await expect(page.getByText(t.auditKept)).toBeVisible();
  const entries = page.locator('.history > li');
  await panel.ready();
  await page.getByLabel(t.auditAction, { exact: true }).selectOption({ label: t.accountChangedAction });
  await page.getByLabel(t.auditSubscription, { exact: true }).fill('example.com');
  await page.getByRole('button', { name: t.filter }).click();
  await expect(entries).toHaveCount(1);
  await expect(page).toHaveURL(/action=ftp_account\.change/);
  // What is in the address is in the form, too.
  await page.reload();
  await expect(page.getByLabel(t.auditAction, { exact: true })).toHaveValue('ftp_account.change');
  await page.getByText(t.auditValues).click();
  await expect(entries.getByRole('cell', { name: 'until spring' })).toBeVisible();

  // It is written a moment later, and the page does not change by itself.
  await expect(async () => {
    await panel.open('/audit?refusals=1');
    await expect(entries.filter({ hasText: t.signInRefusedAction })).toHaveCount(1, { timeout: 500 });
  }).toPass();
  await panel.open('/audit?from=2090-01-01');
  await expect(page.getByText(t.auditNone)).toBeVisible();
});

test('older entries are a page away, and newer ones the way back', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await berth.sql(
    `INSERT INTO audit_event (at, operation, actor, action, subject_kind, subject_name)
     WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 120)
     SELECT i, '00000000000000aa', 'somebody', 'a.newer.action', 'thing', 'thing-' || i FROM n`,
  );
  await panel.open('/audit?person=somebody');
  const entries = page.locator('.history > li');
  await expect(entries).toHaveCount(50);
  await expect(entries.first()).toContainText('thing-120');
  await page.getByRole('link', { name: t.olderOnes }).click();
  await expect(entries.first()).toContainText('thing-70');
  await page.getByRole('link', { name: t.olderOnes }).click();
  await expect(entries).toHaveCount(20);
  await expect(page.getByRole('link', { name: t.olderOnes })).toHaveCount(0);
  await page.getByRole('link', { name: t.newerOnes, exact: true }).click();
  await expect(entries.first()).toContainText('thing-70');
  await expect(entries.first()).toContainText('a.newer.action');
});

test('a customer sees what was done in their subscription, and no administrator', async ({ panel, page, berth, t, watch }) => {
  watch.allow(403);
  await berth.command(['user', 'add', customer.name, '--role', 'customer', '--keep-password', '--password-stdin'], { input: `${customer.password}\n` });
  await berth.command(
    [
      'subscription', 'add', 'camille.example', '--webspace-root', `${berth.dataFolder}/webspaces/camille.example`,
      '--owner', customer.name, '--main-account', 'camille-main', '--password-stdin',
    ],
    { input: 'Quay-anchor-Rope-7\n' },
  );
  await panel.signIn(customer);
  await expect(page.getByRole('link', { name: t.auditLog })).toHaveCount(0);
  await panel.openFtpAccess('camille.example');
  await page.getByRole('link', { name: t.auditLog }).click();
  await expect(panel.heading(t.auditLog)).toBeVisible();
  await expect(page.locator('.history > li')).toHaveCount(1);
  await expect(page.getByText(t.byAdministrator)).toBeVisible();
  const [download] = await Promise.all([
    page.waitForEvent('download'),
    page.getByRole('link', { name: t.exportJsonLines }).click(),
  ]);
  expect(download.suggestedFilename()).toBe('audit-camille.example.jsonl');
  await panel.open('/audit');
  await expect(page.getByText(t.administratorsOnly)).toBeVisible();
});
