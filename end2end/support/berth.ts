import { type ChildProcess, spawn } from 'node:child_process';
import { access, mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import { type Account, FtpClients, run } from './ftp.ts';

const root = join(import.meta.dirname, '../..');
// The release build, or another that one names.
const program = process.env.BERTH_PROGRAM ?? join(root, 'target/release/berth');

/** A panel with an FTP server of its own, on an empty data folder: the release build, as shipped. */
export class Berth {
  /** The administrator, whose password the very first start makes. */
  admin: Account = { name: '', password: '' };
  /** What the server has logged so far. */
  log = '';
  /** The panel's address, without a slash at its end. */
  url = '';
  /** FTP clients that know this server. */
  ftp = new FtpClients(0);
  private child?: ChildProcess;

  private constructor(readonly dataFolder: string) {}

  static async start(): Promise<Berth> {
    const dataFolder = await mkdtemp(join(tmpdir(), 'berth-data-'));
    const berth = new Berth(dataFolder);
    await berth.serve();
    return berth;
  }

  /** A file or folder in the webspace of `example.com`. */
  webspace(...path: string[]): string {
    return join(this.dataFolder, 'webspaces/example.com', ...path);
  }

  /** Runs a command beside the server. It must succeed, or with `code` fail in that way. */
  async command(args: string[], { input = '', code = 0 } = {}): Promise<string> {
    const outcome = await run(program, args, { input, env: this.environment(), cwd: root });
    if (outcome.code !== code) {
      throw new Error(`berth ${args.join(' ')} answered ${outcome.code}:\n${outcome.stdout}${outcome.stderr}`);
    }
    return outcome.stdout + outcome.stderr;
  }

  /** Adds a customer, who need not choose another password first. */
  async addUser(name: string): Promise<Account> {
    const user = { name, password: 'Tidal-lantern-58' };
    await this.command(['user', 'add', name, '--role', 'customer', '--keep-password', '--password-stdin'], {
      input: `${user.password}\n`,
    });
    return user;
  }

  /** Makes so many copies of an account, `copy-000` and so on: each by a form would take too long. */
  async copy(account: string, count: number): Promise<void> {
    const columns = 'subscription_id, home_directory, home_key, password_hash, is_main, version, created_at, changed_at';
    await this.sql(
      // The names' keys are as the server makes them.
      `INSERT INTO ftp_account (name, name_key, ${columns})
       WITH RECURSIVE n(i) AS (SELECT 0 UNION ALL SELECT i + 1 FROM n WHERE i < ${count} - 1)
       SELECT printf('copy-%03d', i),
         printf('copy-%d%d', length(i) - 1, i) || iif(i < 100, printf('%scopy-%03d', char(1), i), ''),
         ${columns} FROM ftp_account, n WHERE name = '${account}'`,
      `INSERT INTO ftp_account_word (subscription_id, word, ftp_account_id)
       SELECT subscription_id, 'copy', id FROM ftp_account WHERE name LIKE 'copy-%'`,
    );
  }

  /** Changes the database beside the server, where no door does it. */
  async sql(...statements: string[]): Promise<void> {
    const script = `import sqlite3, sys
with sqlite3.connect(sys.argv[1], timeout=20) as connection:
    for statement in sys.argv[2:]: connection.execute(statement)`;
    const file = join(this.dataFolder, 'berth.sqlite');
    const { code, stderr } = await run('python3', ['-c', script, file, ...statements], {});
    if (code !== 0) throw new Error(stderr);
  }

  async stop(): Promise<void> {
    const child = this.child;
    if (child && child.exitCode === null && child.signalCode === null) {
      const exit = new Promise((resolve) => child.once('exit', resolve));
      child.kill('SIGTERM');
      const patience = setTimeout(() => child.kill('SIGKILL'), 5_000);
      await exit;
      clearTimeout(patience);
    }
    await rm(this.dataFolder, { recursive: true, force: true });
  }

  private async serve(): Promise<void> {
    await access(program).catch(() => {
      throw new Error(`${program} is missing: run make build`);
    });
    const child = spawn(program, ['serve', '--demo'], { env: this.environment(), cwd: root });
    this.child = child;
    let output = '';
    child.stdout.on('data', (data) => (output += data));
    child.stderr.on('data', (data) => (this.log += data));
    const said = (pattern: RegExp) => pattern.exec(output)?.[1] ?? '';
    const deadline = Date.now() + 20_000;
    const passwords = join(this.dataFolder, 'first-start.txt');
    while (!output.includes(passwords)) {
      if (child.exitCode !== null || Date.now() > deadline) {
        await this.stop();
        throw new Error(`berth did not start:\n${this.log}`);
      }
      await new Promise((resolve) => setTimeout(resolve, 20));
    }
    this.url = said(/^Panel: +(\S+)\/$/m);
    this.ftp = new FtpClients(Number(said(/^FTP: +ftp:.*:(\d+)\/$/m)));
    const made = await readFile(passwords, 'utf8');
    const value = (label: string) => new RegExp(`^ +${label}: +(\\S+)$`, 'm').exec(made)?.[1] ?? '';
    this.admin = { name: value('login'), password: value('password') };
  }

  private environment(): NodeJS.ProcessEnv {
    return {
      PATH: process.env.PATH,
      HOME: process.env.HOME,
      BERTH_DATA_DIR: this.dataFolder,
      // The system chooses free ports.
      BERTH_HTTP_ADDR: '127.0.0.1:0',
      BERTH_FTP_ADDR: '127.0.0.1:0',
      BERTH_FTP_PASSIVE_PORTS: '0-0',
    };
  }
}
