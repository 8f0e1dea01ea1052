import { access, writeFile } from 'node:fs/promises';

import { expect, test } from '../support/test.ts';

// A subscription's life: renamed, suspended, resumed, removed, restored, removed for good.

const account = { name: 'contractor', home: '/httpdocs/shop', password: 'vKr7-mPq2-xTd9' };
const settings = '/subscriptions/example.com/settings';

test('the guide under a domain name in the letters of a language', { tag: '@guide' }, async ({ panel, page, berth, t, watch }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await page.getByRole('navigation').getByRole('link', { name: t.subscriptionSettings, exact: true }).click();
  await expect(panel.heading(t.subscriptionSettings)).toBeVisible();
  await panel.ready();
  await panel.field(t.domain).fill('exämple.test');
  await panel.ok();
  await expect(panel.status).toContainText(t.subscriptionChanged('exämple.test'));
  await expect(panel.heading(t.websitesAndDomains)).toBeVisible();

  // 1. and 2. The list and the accounts, as people write the name.
  await panel.openFtpAccess('exämple.test');
  await expect(page).toHaveTitle(new RegExp('exämple\\.test'));
  // 3. to 6.
  await panel.addAccount(account);
  await berth.ftp.exercise(account);
  await panel.row(account.name).getByRole('link').click();
  await expect(panel.heading(new RegExp(account.name))).toBeVisible();
  await panel.ready();
  await panel.fillAccount({ home: '/httpdocs/design' });
  await panel.ok();
  await expect(panel.status).toContainText(t.noteTheChanges);
  await panel.ready();
  const dialog = await panel.askToRemove(account.name);
  await dialog.getByRole('button', { name: t.remove, exact: true }).click();
  await expect(panel.status).toContainText(t.removed(account.name));

  // Typed as people write it, the address leads there too; that of before leads nowhere.
  await panel.open('/subscriptions/exämple.test/ftp');
  await expect(panel.heading(t.ftpAccess)).toBeVisible();
  watch.allow(404);
  await panel.open('/subscriptions/example.com/ftp');
  await expect(panel.heading(t.notFound)).toBeVisible();
});

test('a suspended subscription refuses its accounts until it is resumed', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  const session = await berth.ftp.open(account);
  await panel.open(settings);
  await page.getByRole('button', { name: t.suspend, exact: true }).click();
  await expect(panel.status.filter({ hasText: t.subscriptionSuspended('example.com') })).toBeVisible();
  await session.ended();
  expect(await berth.ftp.accepts(account)).toBe(false);
  await panel.openFtpAccess();
  await expect(panel.status).toContainText(t.suspendedSince);
  await expect(panel.row(account.name)).toBeVisible();
  await panel.open('/');
  await expect(page.getByRole('row').filter({ hasText: 'example.com' })).toContainText(t.suspended);

  await panel.open(settings);
  await page.getByRole('button', { name: t.resume, exact: true }).click();
  await expect(panel.status).toContainText(t.subscriptionResumed('example.com'));
  await expect(page.getByText(t.suspendedSince)).toHaveCount(0);
  await berth.ftp.exercise(account);
});

test('a removed subscription is taken back by the message that tells it', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await panel.open(settings);
  await page.getByRole('button', { name: t.removeSubscription, exact: true }).click();
  await expect(panel.heading(t.websitesAndDomains)).toBeVisible();
  await expect(panel.status).toContainText(t.subscriptionRemoved('example.com'));
  expect(await berth.ftp.accepts(account)).toBe(false);
  await panel.ready();
  await panel.status.getByRole('button', { name: t.undoSubscriptionRemoval }).click();
  await expect(panel.status).toContainText(t.subscriptionRestored('example.com'));
  await expect(page.getByRole('link', { name: 'example.com', exact: true })).toBeVisible();
  await berth.ftp.exercise(account);
});

test('a removed subscription waits in the trash, and its files go only once that is typed', { tag: '@plain' }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(422);
  await panel.signIn(berth.admin);
  await writeFile(berth.webspace('gone.txt'), 'not for long');
  await berth.command(['subscription', 'remove', 'example.com']);
  await panel.open('/');
  await page.getByRole('link', { name: t.removedSubscriptions }).click();
  await expect(panel.heading(t.removedSubscriptions)).toBeVisible();
  await panel.ready();
  await page.getByRole('button', { name: t.restoreSubscription('example.com') }).click();
  await expect(panel.status).toContainText(t.subscriptionRestored('example.com'));

  await berth.command(['subscription', 'remove', 'example.com']);
  await panel.open('/subscriptions/trash');
  await page.getByRole('link', { name: t.purge('example.com') }).click();
  await expect(panel.heading(t.purge('example.com'))).toBeVisible();
  await panel.ready();
  await panel.field(t.domainToConfirm).fill('example.org');
  await page.getByRole('button', { name: t.purgeWithFiles }).click();
  await panel.expectFieldError(t.domainToConfirm, t.notConfirmed);
  await access(berth.webspace('gone.txt'));
  await panel.field(t.domainToConfirm).fill('example.com');
  await page.getByRole('button', { name: t.purgeWithFiles }).click();
  await expect(panel.heading(t.removedSubscriptions)).toBeVisible();
  await expect(panel.status).toContainText(t.subscriptionPurged('example.com'));
  await expect(page.getByText(t.noRemovedSubscription)).toBeVisible();
  await expect(access(berth.webspace('gone.txt'))).rejects.toThrow();
});
