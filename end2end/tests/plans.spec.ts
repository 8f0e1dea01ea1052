import { expect, test } from '../support/test.ts';

// Plans and limits: made, given to a subscription, changed once one has seen what that means, and held.

const plan = 'Standard';
const account = { name: 'contractor', home: '/', password: 'vKr7-mPq2-xTd9' };

test('a plan is made, given, and changed after a look at who would be over it', { tag: ['@plain', '@language'] }, async ({ panel, page, berth, t, watch }) => {
  watch.allow(409);
  await panel.signIn(berth.admin);
  await page.getByRole('link', { name: t.plans, exact: true }).click();
  await expect(panel.heading(t.plans)).toBeVisible();
  await panel.ready();
  await page.getByRole('link', { name: t.addPlan }).first().click();
  await expect(panel.heading(t.addPlan)).toBeVisible();
  await panel.ready();
  await panel.field(t.planName).fill(plan);
  await panel.field(t.maxAccounts).fill('2');
  await panel.ok();
  await expect(panel.status).toContainText(t.planAdded(plan));

  await panel.open('/subscriptions/example.com/limits');
  await panel.field(t.plan).selectOption(plan);
  await panel.ok();
  await expect(panel.status).toContainText(t.limitsSaved);
  await panel.openFtpAccess();
  await expect(page.getByText(t.accountsOf(1, 2))).toBeVisible();
  await panel.addAccount(account);
  await expect(page.getByText(t.accountsOf(2, 2))).toBeVisible();

  // Full: the form keeps what was typed, and says so.
  await page.getByRole('link', { name: t.addAccount }).click();
  await expect(panel.heading(t.addAccount)).toBeVisible();
  await panel.ready();
  await panel.fillAccount({ ...account, name: 'one-more' });
  await panel.ok();
  await expect(panel.alert).toContainText(t.tooManyAccounts);
  await expect(panel.field(t.name)).toHaveValue('one-more');

  // Fewer accounts than there are: first the preview, then « Appliquer ».
  await panel.open('/plans');
  await page.getByRole('link', { name: plan, exact: true }).click();
  await expect(panel.heading(t.changePlan(plan))).toBeVisible();
  await panel.ready();
  await panel.field(t.maxAccounts).fill('1');
  await panel.ok();
  await expect(panel.alert.first()).toContainText(t.wouldBeOver);
  await expect(page.getByText(t.accountsOf(2, 1))).toBeVisible();
  await panel.ready();
  await page.getByRole('button', { name: t.apply, exact: true }).click();
  await expect(panel.status).toContainText(t.planChanged(plan));
  await panel.openFtpAccess();
  await expect(page.getByText(t.accountsOf(2, 1))).toBeVisible();
  expect(await berth.ftp.accepts(account)).toBe(true);
});

test('the webspace holds what the subscription may, whichever account writes', { tag: '@language' }, async ({ panel, berth, t }) => {
  await panel.signIn(berth.admin);
  const other = { ...account, name: 'designer', home: '/designs' };
  await panel.openFtpAccess();
  await panel.addAccount({ ...account, home: '/contracts' });
  await panel.addAccount(other);
  await panel.open('/subscriptions/example.com/limits');
  await panel.field(t.maxDiskSpace).fill('10 KB');
  await panel.ok();
  await expect(panel.status).toContainText(t.limitsSaved);
  expect(await berth.ftp.upload(account, 'a', 6_000)).toBe('226');
  expect(await berth.ftp.upload(other, 'b', 6_000)).toBe('552');
  expect(await berth.ftp.upload(other, 'b', 3_000)).toBe('226');
});

test('the owner reads what the provider has set, and cannot change it', { tag: '@language' }, async ({ panel, page, berth, t }) => {
  const customer = { name: 'camille', password: 'Tidal-lantern-58' };
  await berth.command(['user', 'add', customer.name, '--role', 'customer', '--keep-password', '--password-stdin'], {
    input: `${customer.password}\n`,
  });
  await berth.command(
    [
      'subscription', 'add', 'camille.example', '--webspace-root', `${berth.dataFolder}/webspaces/camille.example`,
      '--owner', customer.name, '--main-account', 'camille-main', '--password-stdin',
    ],
    { input: 'Quay-anchor-Rope-7\n' },
  );
  await berth.command(['subscription', 'set', 'camille.example', '--locked-settings', 'permission,quota_bytes']);
  await panel.signIn(customer);
  await panel.open('/subscriptions/camille.example/ftp/new');
  await page.getByText(t.advancedOptions).click();
  await expect(page.getByText(t.setByProvider)).toHaveCount(2);
  await expect(page.getByLabel(t.spaceQuota, { exact: true })).toHaveCount(0);
  await panel.fillAccount(account);
  await panel.ok();
  await expect(panel.status).toContainText(t.added(account.name));
});
