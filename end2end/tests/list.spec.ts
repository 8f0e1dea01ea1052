import { readFile } from 'node:fs/promises';

import type { Page } from '@playwright/test';

import { hold } from '../support/hold.ts';
import { expect, test } from '../support/test.ts';

// « Accès FTP » when it is long: found, sorted, paged, several at once, by keyboard.

const account = { name: 'contractor', home: '/httpdocs/shop', password: 'vKr7-mPq2-xTd9' };
const list = '/subscriptions/example.com/ftp';

/** The names on the page, in their order. */
const names = (page: Page) => page.locator('tbody th a').allTextContents();

test.beforeEach(async ({ panel, berth }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
});

test('accounts are found by name, home and note, and the address keeps it', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await berth.command(['ftp-account', 'set', account.name, '--note', 'Pour Zoé']);
  for (const text of ['CONTR', 'shop', 'zoe']) {
    await panel.open(list);
    await page.getByRole('searchbox', { name: t.search }).fill(text);
    await page.getByRole('button', { name: t.search, exact: true }).click();
    await expect(page.getByText(t.found('1', '2'))).toBeVisible();
    expect(await names(page)).toEqual([account.name]);
    expect(page.url()).toContain(`q=${text}`);
  }
  await panel.ready();
  await expect(page.getByRole('searchbox')).toHaveValue('zoe');
  await page.getByRole('link', { name: t.showAll }).click();
  await expect(panel.row('example')).toBeVisible();
  await page.goBack();
  await expect(page.getByText(t.found('1', '2'))).toBeVisible();
  await expect(panel.row('example')).toHaveCount(0);
  await panel.open(`${list}?q=nobody`);
  await expect(page.getByText(t.noneFound)).toBeVisible();
});

test('the list follows what one types, and stays where it is', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'without scripts one presses the button');
  await berth.copy(account.name, 60);
  await panel.open(`${list}?size=100`);
  const search = page.getByRole('searchbox', { name: t.search });
  await search.pressSequentially('contr', { delay: 30 });
  await expect(page.getByText(t.found('1', '62'))).toBeVisible();
  await expect(search).toBeFocused();
  await expect(search).toHaveValue('contr');
  await expect(page).toHaveURL(/size=100/);
  await expect(page).toHaveURL(/q=contr$|q=contr&/);
  // Letters are no steps on the way back.
  await page.goBack();
  await expect(page.locator('tbody tr')).toHaveCount(62);
  await expect(search).toHaveValue('');

  // Neither a filter nor the order moves the page, and what is selected stays so.
  await panel.box('copy-050').scrollIntoViewIfNeeded();
  await panel.box('copy-050').check();
  const before = await page.evaluate(() => scrollY);
  expect(before).toBeGreaterThan(0);
  await page.getByText(t.listOptions).evaluate((summary: HTMLElement) => summary.click());
  await page.getByLabel(t.unused).evaluate((box: HTMLElement) => box.click());
  await expect(page).toHaveURL(/unused=1/);
  await expect(panel.row(account.name)).toBeAttached();
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(0);
});

test('what one types before the scripts are at work is looked for', async ({ panel, page, t }) => {
  const scripts = await hold(page, /berth_bg\.wasm$/);
  await page.goto(list);
  await scripts.asked;
  const search = page.getByRole('searchbox', { name: t.search });
  await search.fill('contr');
  scripts.letGo();
  await expect(page.getByText(t.found('1', '2'))).toBeVisible();
  await expect(search).toHaveValue('contr');
  await expect(page).toHaveURL(/q=contr$/);
});

test('a bar tells what is selected, on whichever page', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'pages are for scripts');
  await berth.copy(account.name, 60);
  await panel.open(list);
  await expect(page.getByRole('button', { name: t.remove, exact: true })).toBeHidden();
  await panel.box('copy-001').check();
  await expect(page.getByText(t.selected(1))).toBeVisible();
  await page.getByRole('link', { name: t.lastPage }).click();
  await panel.box('copy-059').check();
  await expect(page.getByText(t.selected(2))).toBeVisible();
  await page.getByRole('button', { name: t.disable, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('listitem')).toHaveText(['copy-059', 'copy-001']);
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
  await page.getByRole('button', { name: t.selectNone }).click();
  await expect(page.getByRole('button', { name: t.remove, exact: true })).toBeHidden();
  await expect(panel.box('copy-059')).not.toBeChecked();
});

test('filters and columns are chosen, and wait out of the way', { tag: '@plain' }, async ({ panel, page, berth, t, javaScriptEnabled }) => {
  await berth.sql("UPDATE ftp_account SET quota_bytes = 5000000000, used_bytes = 1250000000 WHERE name = 'contractor'");
  await panel.open(list);
  await expect(panel.row(account.name)).toContainText(t.usedOf);
  await expect(page.getByLabel(t.unused)).toBeHidden();
  await page.getByText(t.listOptions).click();
  await page.getByLabel(t.nearlyFull).check();
  await page.getByLabel(t.lastSignIn, { exact: true }).uncheck();
  await page.getByLabel(t.note, { exact: true }).check();
  await page.getByLabel(t.rowsOnAPage).selectOption('100');
  // With scripts each holds at once.
  const apply = page.getByRole('button', { name: t.apply });
  if (javaScriptEnabled === false) await apply.click();
  else await expect(apply).toBeHidden();
  await expect(page.getByText(t.noneFound)).toBeVisible();
  expect(page.url()).toContain('nearly-full=1');
  await berth.sql("UPDATE ftp_account SET used_bytes = 4900000000 WHERE name = 'contractor'");
  await page.reload();
  await expect(panel.row(account.name)).toBeVisible();
  await expect(page.getByRole('columnheader', { name: t.note })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: t.lastSignIn })).toHaveCount(0);
  await expect(page.getByLabel(t.nearlyFull)).toBeChecked();
});

test('a column sorts both ways, and pages go both ways', async ({ panel, page, berth, t }) => {
  await berth.copy(account.name, 60);
  await panel.open(list);
  const all = ['example', account.name, ...Array.from({ length: 60 }, (_, index) => `copy-${`${index}`.padStart(3, '0')}`)];
  const sorted = [all[0]!, ...all.slice(1).sort()];
  await expect(page.locator('tbody tr')).toHaveCount(25);
  const seen = await names(page);
  for (let pages = 1; pages < 3; pages++) {
    const first = seen[seen.length - 1]!;
    await page.getByRole('link', { name: t.nextPage }).click();
    await expect(panel.row(first)).toHaveCount(0);
    await panel.ready();
    seen.push(...(await names(page)));
  }
  expect(seen).toEqual(sorted);
  await expect(page.getByRole('link', { name: t.nextPage })).toHaveCount(0);
  const late = page.url();
  await page.getByRole('link', { name: t.previousPage }).click();
  await expect(panel.row(sorted[49]!)).toBeVisible();
  expect(await names(page)).toEqual(sorted.slice(25, 50));
  await page.goBack();
  await expect(page).toHaveURL(late);
  await expect(panel.row(sorted[50]!)).toBeVisible();
  await page.getByRole('link', { name: t.firstPage }).click();
  await expect(panel.row('example')).toBeVisible();
  await page.getByRole('link', { name: t.lastPage }).click();
  await expect(panel.row(sorted[61]!)).toBeVisible();
  await expect(panel.row(sorted[36]!)).toHaveCount(0);

  const head = page.getByRole('columnheader', { name: t.name });
  await expect(head).toHaveAttribute('aria-sort', 'ascending');
  await head.getByRole('link').click();
  await expect(head).toHaveAttribute('aria-sort', 'descending');
  expect((await names(page)).slice(0, 3)).toEqual(['example', 'copy-059', 'copy-058']);
  await page.getByRole('columnheader', { name: t.home }).getByRole('link').click();
  await expect(page.getByRole('columnheader', { name: t.home })).toHaveAttribute('aria-sort', 'ascending');
  expect((await names(page)).slice(0, 2)).toEqual(['example', account.name]);
});

test('several are disabled, get an expiry and are enabled', { tag: '@plain' }, async ({ panel, page, berth, t, watch }) => {
  await panel.addAccount({ ...account, name: 'second' });
  await panel.open(`${list}?sort=-name`);
  const session = await berth.ftp.open(account);
  for (const name of [account.name, 'second']) await panel.box(name).check();
  await page.getByRole('button', { name: t.disable, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByRole('listitem')).toHaveText(['second', account.name]);
  await dialog.getByRole('button', { name: t.disable, exact: true }).click();
  await expect(panel.status).toContainText(t.changedMany(2));
  await expect(panel.row('second')).toContainText(t.disabled);
  expect(page.url()).toContain('sort=-name');
  await session.ended();
  expect(await berth.ftp.accepts(account)).toBe(false);

  await panel.ready();
  for (const name of [account.name, 'second']) await panel.box(name).check();
  await page.getByRole('button', { name: t.setExpiry, exact: true }).click();
  await dialog.getByLabel(t.expires).fill('2100-12-31T18:30');
  await dialog.getByRole('button', { name: t.setExpiry, exact: true }).click();
  await expect(panel.status).toContainText('2100');
  await expect(panel.row('second')).toContainText('2100');

  watch.allow(422);
  await panel.ready();
  await panel.box('second').check();
  await page.getByRole('button', { name: t.enable, exact: true }).click();
  await dialog.getByRole('button', { name: t.enable, exact: true }).click();
  await expect(panel.status).toContainText(t.noteTheChanges);
  await panel.ready();
  await panel.box('second').check();
  await page.getByRole('button', { name: t.enable, exact: true }).click();
  await dialog.getByRole('button', { name: t.enable, exact: true }).click();
  await expect(panel.alert).toContainText(t.nothingToChange);
  expect(await berth.ftp.accepts({ ...account, name: 'second' })).toBe(true);
  expect(await berth.ftp.accepts(account)).toBe(false);
});

test('all that are found are removed, whatever the page', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await berth.copy(account.name, 60);
  await panel.open(`${list}?q=copy`);
  await expect(page.getByText(t.found('60', '62'))).toBeVisible();
  await page.getByLabel(t.chooseAllFound).check();
  await page.getByRole('button', { name: t.remove, exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText('60');
  await dialog.getByRole('button', { name: t.remove, exact: true }).click();
  await expect(panel.status).toContainText('60');
  await expect(page.getByText(t.noneFound)).toBeVisible();
  await panel.open(list);
  expect(await names(page)).toEqual(['example', account.name]);
});

test('what is found can be taken along as a table', async ({ panel, page, berth, t }) => {
  await berth.command(['ftp-account', 'set', account.name, '--note', '=1+1, really']);
  await panel.open(`${list}?q=contractor`);
  const downloading = page.waitForEvent('download');
  await page.getByRole('link', { name: t.exportCsv }).click();
  const download = await downloading;
  expect(download.suggestedFilename()).toBe('ftp-accounts-example.com.csv');
  const lines = (await readFile(await download.path(), 'utf8')).trim().split('\r\n');
  expect(lines).toHaveLength(2);
  expect(lines[0]).toContain(`${t.name},${t.mainAccount},${t.home}`);
  expect(lines[1]).toMatch(/^contractor,,\/httpdocs\/shop,.*,"'=1\+1, really"$/);
});

test('the list by its keys', async ({ panel, page, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'keys are for scripts');
  await panel.open(list);
  await page.keyboard.press('ArrowDown');
  await expect(panel.row('example').getByRole('link')).toBeFocused();
  await page.keyboard.press('Space');
  await expect(panel.box('example')).not.toBeChecked();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Space');
  await expect(panel.box(account.name)).toBeChecked();
  await expect(panel.row(account.name).getByRole('link')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(panel.row('example').getByRole('link')).toBeFocused();
  await page.keyboard.press('/');
  const search = page.getByRole('searchbox');
  await expect(search).toBeFocused();
  // Where one types, keys are letters.
  await page.keyboard.type('n/');
  await expect(search).toHaveValue('n/');
  await expect(page.getByText(t.noneFound)).toBeVisible();
  await search.fill('');
  await expect(panel.row(account.name)).toBeVisible();
  await page.getByRole('heading', { level: 1 }).click();
  await page.keyboard.press('Tab');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(panel.heading(new RegExp(account.name))).toBeVisible();
  // The keys that are characters can be switched off, and stay so.
  await panel.open(list);
  await page.getByLabel(t.characterKeys).uncheck();
  await panel.open(list);
  await expect(page.getByLabel(t.characterKeys)).not.toBeChecked();
  await page.keyboard.press('/');
  await page.keyboard.press('n');
  await page.keyboard.press('ArrowDown');
  await expect(panel.row('example').getByRole('link')).toBeFocused();
  await page.getByLabel(t.characterKeys).check();
  await page.keyboard.press('n');
  await expect(panel.heading(t.addAccount)).toBeVisible();
});

test('one box ticks the page', async ({ panel, page, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'the box is for scripts');
  await panel.addAccount({ ...account, name: 'second' });
  await page.locator('#tick-all').check();
  await expect(panel.box(account.name)).toBeChecked();
  await expect(panel.box('second')).toBeChecked();
  await expect(panel.box('example')).not.toBeChecked();
  await page.locator('#tick-all').uncheck();
  await expect(panel.box('second')).not.toBeChecked();
});
