import { expect, type Locator, type Page, type Request } from '@playwright/test';

import type { Account } from './ftp.ts';
import type { Texts } from './texts.ts';

/** What a person does in the panel, in the words of one language. */
export class Panel {
  /** What the page has asked the server and has no answer to. */
  private readonly pending = new Set<Request>();

  constructor(
    readonly page: Page,
    readonly t: Texts,
    private readonly scripts: boolean,
  ) {
    page.on('request', (request) => {
      if (request.resourceType() === 'fetch') this.pending.add(request);
    });
    const end = (request: Request) => this.pending.delete(request);
    page.on('requestfinished', end);
    page.on('requestfailed', end);
  }

  /** Goes to an address as if it were typed. */
  async open(path: string): Promise<void> {
    await this.page.goto(path);
    await this.ready();
  }

  /** Waits until the page's scripts are at work, where there are any. */
  async ready(): Promise<void> {
    if (this.scripts) await expect(this.page.locator('html')).toHaveAttribute('data-scripts', /on|none/);
  }

  heading(name: string | RegExp): Locator {
    return this.page.getByRole('heading', { level: 1, name });
  }

  async signIn(person: Account): Promise<void> {
    await this.open('/login');
    await this.fillSignIn(person);
    await expect(this.heading(this.t.websitesAndDomains)).toBeVisible();
    await this.ready();
  }

  /** What the page still asks is asked first: after signing out it would be refused. */
  async signOut(): Promise<void> {
    await expect.poll(() => this.pending.size).toBe(0);
    await this.page.getByRole('button', { name: this.t.signOut }).click();
  }

  async fillSignIn({ name, password }: Account): Promise<void> {
    await this.page.getByLabel(this.t.login, { exact: true }).fill(name);
    await this.page.getByLabel(this.t.password, { exact: true }).fill(password);
    await this.page.getByRole('button', { name: this.t.signIn, exact: true }).click();
    await this.page.waitForLoadState();
    await this.ready();
  }

  /** « Accès FTP » of a subscription, by way of « Site et Domaines ». */
  async openFtpAccess(domain = 'example.com'): Promise<void> {
    await this.open('/');
    const row = this.page.getByRole('row').filter({ has: this.page.getByRole('link', { name: domain, exact: true }) });
    await row.getByRole('link', { name: this.t.ftpAccess }).click();
    await expect(this.heading(this.t.ftpAccess)).toBeVisible();
    await this.ready();
  }

  row(name: string): Locator {
    return this.page.getByRole('row').filter({ has: this.page.getByRole('link', { name, exact: true }) });
  }

  box(name: string): Locator {
    return this.page.getByRole('checkbox', { name: this.t.select(name), exact: true });
  }

  field(label: string): Locator {
    return this.page.getByLabel(label, { exact: true });
  }

  /** What is said at a field, as assistive technology finds it. */
  async expectFieldError(label: string, sentence: string | RegExp): Promise<void> {
    await expect(this.field(label)).toHaveAttribute('aria-invalid', 'true');
    await expect(this.field(label)).toHaveAccessibleDescription(
      typeof sentence === 'string' ? new RegExp(escape(sentence)) : sentence,
    );
  }

  get status(): Locator {
    return this.page.getByRole('status');
  }

  get alert(): Locator {
    return this.page.getByRole('alert');
  }

  /** Sends the form. Its answer is waited for: one that refuses takes the cursor to the field that is wrong. */
  async ok(): Promise<void> {
    const button = this.page.getByRole('button', { name: this.t.ok, exact: true });
    await button.click();
    if (!this.scripts) return;
    // It cannot be pressed again meanwhile.
    await expect(button.and(this.page.locator(':disabled'))).toHaveCount(0);
    const drawn = this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
    // A page that was left for another one draws nothing more.
    await drawn.catch(() => {});
  }

  async fillAccount(account: { name?: string; home?: string; password?: string }): Promise<void> {
    if (account.name !== undefined) await this.field(this.t.name).fill(account.name);
    if (account.home !== undefined) await this.field(this.t.home).fill(account.home);
    if (account.password !== undefined) await this.field(this.t.ftpPassword).fill(account.password);
  }

  /** Adds an account from « Accès FTP » and waits to be back there. */
  async addAccount(account: Account & { home: string }): Promise<void> {
    await this.page.getByRole('link', { name: this.t.addAccount }).click();
    await expect(this.heading(this.t.addAccount)).toBeVisible();
    await this.ready();
    await this.fillAccount(account);
    await this.ok();
    await expect(this.heading(this.t.ftpAccess)).toBeVisible();
    await expect(this.status).toContainText(this.t.added(account.name));
    await this.ready();
  }

  /** Ticks accounts and presses « Supprimer »; answers with the dialog. */
  async askToRemove(...names: string[]): Promise<Locator> {
    for (const name of names) await this.box(name).check();
    await this.page.getByRole('button', { name: this.t.remove, exact: true }).click();
    const dialog = this.page.getByRole('dialog');
    await expect(dialog).toBeVisible();
    for (const name of names) await expect(dialog.getByRole('listitem').filter({ hasText: name })).toBeVisible();
    return dialog;
  }
}

function escape(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}
