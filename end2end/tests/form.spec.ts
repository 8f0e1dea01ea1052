import { mkdir, symlink, writeFile } from 'node:fs/promises';

import { hold } from '../support/hold.ts';
import { expect, test } from '../support/test.ts';

// The form's tools: the tree of folders, the preview, the strength meter, defaults, duplicates.

const account = { name: 'contractor', home: '/httpdocs', password: 'vKr7-mPq2-xTd9' };
const add = '/subscriptions/example.com/ftp/new';
const defaults = '/subscriptions/example.com/defaults';

test('a home directory is chosen in the tree, by mouse', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'the tree is for scripts');
  await mkdir(berth.webspace('site/img'), { recursive: true });
  await panel.signIn(berth.admin);
  await panel.open(add);
  await panel.fillAccount(account);
  await page.getByRole('button', { name: t.browse }).click();
  const dialog = page.getByRole('dialog');
  const item = (name: string) => dialog.getByRole('treeitem', { name, exact: true });
  // It is open at what was typed.
  await expect(item('httpdocs')).toBeFocused();
  await expect(item('httpdocs')).toHaveAttribute('aria-selected', 'true');
  await expect(item('img')).toHaveCount(0);
  await item('site').click();
  await expect(item('site')).toHaveAttribute('aria-selected', 'true');
  await item('img').click();
  await dialog.getByRole('button', { name: t.ok, exact: true }).click();
  await expect(dialog).toBeHidden();
  await expect(page.getByRole('button', { name: t.browse })).toBeFocused();
  await expect(panel.field(t.home)).toHaveValue('/site/img');
  await expect(page.getByText(t.seesNothing)).toBeVisible();
  await expect(page.getByText(t.canWrite)).toBeVisible();
  await panel.ok();
  await expect(panel.row(account.name)).toContainText('/site/img');
  expect(await berth.ftp.accepts(account)).toBe(true);
});

test('a home directory is chosen in the tree, by keyboard', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'the tree is for scripts');
  for (const folder of ['a/below', 'b']) await mkdir(berth.webspace(folder), { recursive: true });
  await symlink('/etc', berth.webspace('aa'));
  await panel.signIn(berth.admin);
  await panel.open(add);
  await page.getByRole('button', { name: t.browse }).press('Enter');
  const dialog = page.getByRole('dialog');
  const item = (name: string | RegExp) => dialog.getByRole('treeitem', { name, exact: true });
  await expect(item('/')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(item('a')).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(item('below')).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(item('below')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  // What leaves the webspace is told, and can be neither opened nor chosen.
  const outside = item(new RegExp(`^aa – ${t.leavesWebspace}`));
  await expect(outside).toBeFocused();
  await expect(outside).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('ArrowRight');
  await expect(item('b')).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeVisible();
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowLeft');
  await expect(item('a')).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(item('below')).toHaveCount(0);
  await page.keyboard.press('ArrowLeft');
  await expect(item('/')).toBeFocused();
  await page.keyboard.press('End');
  await page.keyboard.press('Home');
  await expect(item('/')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Enter');
  await expect(dialog).toBeHidden();
  await expect(panel.field(t.home)).toHaveValue('/a');
});

test('a folder is made in the tree', async ({ panel, page, berth, t, watch, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'the tree is for scripts');
  watch.allow(422);
  await mkdir(berth.webspace('site'));
  await panel.signIn(berth.admin);
  await panel.open(add);
  await page.getByRole('button', { name: t.browse }).click();
  const dialog = page.getByRole('dialog');
  const item = (name: string) => dialog.getByRole('treeitem', { name, exact: true });
  await item('site').click();
  await panel.field(t.newFolder).fill('one/two');
  await dialog.getByRole('button', { name: t.makeFolder, exact: true }).click();
  await expect(dialog.getByRole('alert')).toContainText(t.nameRefused);
  await panel.field(t.newFolder).fill('Été 2026');
  // Enter here makes the folder and does not send the form around it.
  await panel.field(t.newFolder).press('Enter');
  await expect(item('Été 2026')).toBeFocused();
  await expect(item('Été 2026')).toHaveAttribute('aria-selected', 'true');
  await expect(dialog.getByRole('alert')).toBeHidden();
  await expect(panel.field(t.newFolder)).toHaveValue('');
  await page.keyboard.press('Enter');
  await expect(panel.field(t.home)).toHaveValue('/site/Été 2026');
  await expect(page.getByText(t.seesNothing)).toBeVisible();
});

test('the preview tells what the account will see', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'the preview is for scripts');
  await mkdir(berth.webspace('site'));
  await writeFile(berth.webspace('site/page.html'), '');
  await panel.signIn(berth.admin);
  await panel.open(add);
  await expect(page.getByText(t.canWrite)).toBeVisible();
  await panel.fillAccount({ home: '/site' });
  await expect(page.getByText(t.seesOne('page.html'))).toBeVisible();
  await panel.fillAccount({ home: '/site/new' });
  await expect(page.getByText(t.willBeMade)).toBeVisible();
  await panel.fillAccount({ home: '/site/page.html' });
  await expect(page.getByText(t.homeNotAFolder)).toBeVisible();
  await panel.fillAccount({ home: '/..' });
  await expect(page.getByText(t.homeNotAFolder)).toBeHidden();
});

test('what is said at a field that one leaves moves no button that one presses', async ({ panel, page, berth, t, watch, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'nothing moves without scripts');
  watch.allow(422);
  await panel.signIn(berth.admin);
  await panel.open(add);
  await panel.fillAccount({ ...account, home: 'no path' });
  await panel.field(t.name).fill('pré');
  // What is said at the field before has come.
  await expect(page.locator('#home_directory-error')).not.toBeEmpty();
  const button = page.getByRole('button', { name: t.ok, exact: true });
  await button.scrollIntoViewIfNeeded();
  const box = await button.boundingBox();
  if (box === null) throw new Error('no button');
  await page.mouse.move(box.x + box.width / 2, box.y + box.height / 2);
  await page.mouse.down();
  await page.mouse.up();
  // The form was sent, and the cursor is where the first thing is wrong.
  await expect(panel.alert).toBeVisible();
  await panel.expectFieldError(t.name, t.nameCharacter);
  await expect(panel.field(t.name)).toBeFocused();
});

test('what is typed before the scripts are at work is not lost', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'there is no before without scripts');
  await panel.signIn(berth.admin);
  const scripts = await hold(page, /\.wasm$/);
  await page.goto(add, { waitUntil: 'commit' });
  await panel.fillAccount(account);
  scripts.letGo();
  await panel.ready();
  await expect(panel.field(t.name)).toHaveValue(account.name);
  await expect(panel.field(t.ftpPassword)).toHaveValue(account.password);
  // The page knows of it: it asks how strong the password is, and what the account will see.
  await expect(page.getByText(t.veryStrong)).toBeVisible();
  await expect(page.getByText(t.canWrite)).toBeVisible();
  await panel.ok();
  await expect(panel.status).toContainText(t.added(account.name));
});

test('a password that was made is shown once more when the account is added', async ({ panel, page, berth, t, watch, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'passwords are made with scripts');
  watch.allow(422);
  await panel.signIn(berth.admin);
  await panel.open(add);
  await panel.field(t.name).fill('root');
  await page.getByRole('button', { name: t.generate, exact: true }).click();
  await expect(panel.field(t.ftpPassword)).not.toHaveValue('');
  const password = await panel.field(t.ftpPassword).inputValue();
  await panel.ok();
  await panel.expectFieldError(t.name, t.nameReserved);
  // Nothing is lost by a refusal.
  await expect(panel.field(t.ftpPassword)).toHaveValue(password);
  await panel.field(t.name).fill(account.name);
  await panel.ok();
  await expect(panel.status).toContainText(password);
  await page.reload();
  await expect(panel.status).not.toContainText(password);
});

test('the strength meter tells what is weak', async ({ panel, page, berth, t, javaScriptEnabled }) => {
  test.skip(javaScriptEnabled === false, 'the meter is for scripts');
  await panel.signIn(berth.admin);
  await panel.open(add);
  await panel.fillAccount({ ...account, password: 'qwertyuiop[]' });
  await expect(page.getByText(t.keyboardRow)).toBeVisible();
  await panel.fillAccount({ password: account.password });
  await expect(page.getByText(t.veryStrong)).toBeVisible();
  await expect(page.getByText(t.keyboardRow)).toBeHidden();
});

test('new accounts begin with the defaults of their subscription', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.open(add);
  await page.getByText(t.advancedOptions).click();
  await page.getByRole('link', { name: t.defaultSettings }).click();
  await expect(panel.heading(t.defaultSettings)).toBeVisible();
  await expect(panel.field(t.expires)).toHaveCount(0);
  await panel.field(t.permission).selectOption(t.readOnly);
  await panel.field(t.note).fill('By default');
  await panel.ok();
  await expect(panel.status).toContainText(t.defaultsSaved);
  await expect(panel.status.getByRole('row').filter({ hasText: t.permission })).toContainText(`${t.readWrite}${t.readOnly}`);

  await panel.open(add);
  await expect(panel.field(t.note)).toHaveValue('By default');
  await panel.fillAccount(account);
  await panel.ok();
  await expect(panel.row(account.name)).toContainText(t.readOnly);
  await expect(panel.row(account.name)).toContainText('By default');
});

test('defaults that somebody else changed show both values', async ({ panel, page, berth, t, watch }) => {
  watch.allow(409);
  await panel.signIn(berth.admin);
  await panel.open(defaults);
  await panel.field(t.note).fill('Mine');
  await berth.command(['subscription', 'defaults', 'example.com', '--note', 'Theirs']);
  await panel.ok();
  await expect(panel.alert).toContainText(t.defaultsConflict);
  await expect(page.getByRole('row').filter({ hasText: t.note }).getByRole('cell')).toHaveText(['Theirs', 'Mine']);
  await panel.ok();
  await expect(panel.status).toContainText(t.defaultsSaved);
  await expect(panel.field(t.note)).toHaveValue('Mine');
});

test('an account is duplicated, without its name and its password', { tag: '@plain' }, async ({ panel, page, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await berth.command(['ftp-account', 'set', account.name, '--permission', 'read-only', '--note', 'A lease']);
  await panel.open(`/subscriptions/example.com/ftp/${account.name}`);
  await page.getByRole('link', { name: t.duplicate }).click();
  await expect(panel.heading(t.addAccount)).toBeVisible();
  await panel.ready();
  await expect(panel.field(t.name)).toHaveValue('');
  await expect(panel.field(t.ftpPassword)).toHaveValue('');
  await expect(panel.field(t.home)).toHaveValue(account.home);
  await expect(panel.field(t.note)).toHaveValue('A lease');
  const twin = { name: 'twin', password: 'sullen-Walnut-77-kite' };
  await panel.fillAccount(twin);
  await panel.ok();
  await expect(panel.status).toContainText(t.added(twin.name));
  await expect(panel.row(twin.name)).toContainText(t.readOnly);
  expect(await berth.ftp.accepts(twin)).toBe(true);
});

test('an empty password leaves it as it is', async ({ panel, berth, t }) => {
  await panel.signIn(berth.admin);
  await panel.openFtpAccess();
  await panel.addAccount(account);
  await panel.open(`/subscriptions/example.com/ftp/${account.name}`);
  await panel.fillAccount({ home: '/elsewhere' });
  await panel.ok();
  await expect(panel.status).toContainText(t.noteTheChanges);
  expect(await berth.ftp.accepts(account)).toBe(true);
});
