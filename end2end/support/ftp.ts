import { type ChildProcess, execFile, spawn } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { connect, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An FTP account as a client knows it. */
export interface Account {
  name: string;
  password: string;
}

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a program to its end. `input` goes to its standard input. */
export function run(
  program: string,
  args: string[],
  options: { input?: string; env?: NodeJS.ProcessEnv; cwd?: string } = {},
): Promise<Outcome> {
  const { input, ...rest } = options;
  return new Promise((resolve) => {
    const child = execFile(program, args, { ...rest, timeout: 60_000 }, (error, stdout, stderr) => {
      const code = error ? (typeof error.code === 'number' ? error.code : 255) : 0;
      resolve({ code, stdout, stderr });
    });
    // A program that ends without reading what it is given is no failure of the test.
    child.stdin?.on('error', () => {});
    child.stdin?.end(input ?? '');
  });
}

async function succeed(program: string, args: string[], input?: string): Promise<string> {
  const { code, stdout, stderr } = await run(program, args, { input });
  if (code !== 0) throw new Error(`${program} ${args.join(' ')} answered ${code}:\n${stdout}${stderr}`);
  return stdout;
}

/** Real FTP clients against one server. */
export class FtpClients {
  constructor(private readonly port: number) {}

  /** Signs in and out with curl; curl's exit code 67 means "login denied". */
  private async signIn(account: Account, options: string[] = []): Promise<number> {
    const { code } = await run('curl', [
      '--silent', '--show-error', '--max-time', '20', '--list-only', ...options,
      '--user', `${account.name}:${account.password}`, `ftp://127.0.0.1:${this.port}/`,
    ]);
    return code;
  }

  /** Whether an account may sign in, unencrypted and with TLS alike. */
  async accepts(account: Account): Promise<boolean> {
    const codes = [await this.signIn(account), await this.signIn(account, ['--ssl-reqd', '--insecure'])];
    if (codes.every((code) => code === 0)) return true;
    if (codes.every((code) => code === 67)) return false;
    throw new Error(`curl answered ${codes}`);
  }

  /** Everything an account is for, with each client, unencrypted and with TLS. */
  async exercise(account: Account): Promise<void> {
    for (const tls of [false, true]) {
      await this.curl(account, tls);
      await this.lftp(account, tls);
      await succeed(
        'python3',
        [join(import.meta.dirname, 'ftp_client.py'), String(this.port), tls ? 'tls' : 'plain', account.name],
        `${account.password}\n`,
      );
    }
  }

  private async curl(account: Account, tls: boolean): Promise<void> {
    await inFolder(async (folder) => {
      const [sent, received] = [join(folder, 'sent'), join(folder, 'received')];
      const content = randomBytes(300_001);
      await writeFile(sent, content);
      const base = `ftp://127.0.0.1:${this.port}`;
      const curl = (...args: string[]) =>
        succeed('curl', [
          '--silent', '--show-error', '--max-time', '30', '--user', `${account.name}:${account.password}`,
          ...(tls ? ['--ssl-reqd', '--insecure'] : []), ...args,
        ]);
      await curl('--ftp-create-dirs', '--upload-file', sent, `${base}/by-curl/one.bin`);
      await curl('--output', received, `${base}/by-curl/one.bin`);
      same(content, await readFile(received), 'curl');
      await curl('--quote', 'RNFR by-curl/one.bin', '--quote', 'RNTO by-curl/two.bin', `${base}/`);
      const listing = await curl('--list-only', `${base}/by-curl/`);
      if (listing.trim() !== 'two.bin') throw new Error(`curl lists: ${listing}`);
      await curl('--quote', 'DELE by-curl/two.bin', '--quote', 'RMD by-curl', `${base}/`);
    });
  }

  private async lftp(account: Account, tls: boolean): Promise<void> {
    await inFolder(async (folder) => {
      const [sent, received] = [join(folder, 'sent'), join(folder, 'received')];
      const content = randomBytes(300_001);
      await writeFile(sent, content);
      const listing = await succeed('lftp', [
        '-e',
        [
          'set cmd:fail-exit yes',
          'set net:max-retries 1',
          'set net:timeout 20',
          'set ssl:verify-certificate no',
          `set ftp:ssl-allow ${tls}`,
          `set ftp:ssl-force ${tls}`,
          'set ftp:ssl-protect-data true',
          `open -u ${account.name},${account.password} -p ${this.port} 127.0.0.1`,
          'mkdir by-lftp',
          'cd by-lftp',
          `put ${sent} -o one.bin`,
          'mv one.bin two.bin',
          'cls -1',
          `get two.bin -o ${received}`,
          'rm two.bin',
          'cd /',
          'rmdir by-lftp',
          'bye',
        ].join('; '),
      ]);
      same(content, await readFile(received), 'lftp');
      if (listing.trim() !== 'two.bin') throw new Error(`lftp lists: ${listing}`);
    });
  }

  /** Uploads so many bytes with curl; answers with the reply's code, such as 226 or 552. */
  async upload(account: Account, name: string, bytes: number): Promise<string> {
    const { stderr } = await run(
      'curl',
      [
        '--silent', '--verbose', '--max-time', '20', '--user', `${account.name}:${account.password}`,
        '--upload-file', '-', `ftp://127.0.0.1:${this.port}/${name}`,
      ],
      { input: 'x'.repeat(bytes) },
    );
    const replies = [...stderr.matchAll(/^< (226|[45]\d\d) /gm)];
    return replies.at(-1)?.[1] ?? stderr;
  }

  /** Downloads a file with curl; answers with its bytes, or with the code of the refusal. */
  async download(account: Account, name: string): Promise<number | string> {
    return inFolder(async (folder) => {
      const received = join(folder, 'received');
      const { code, stderr } = await run('curl', [
        '--silent', '--verbose', '--max-time', '20', '--user', `${account.name}:${account.password}`,
        '--output', received, `ftp://127.0.0.1:${this.port}/${name}`,
      ]);
      if (code === 0) return (await readFile(received)).length;
      return [...stderr.matchAll(/^< ([45]\d\d) /gm)].at(-1)?.[1] ?? stderr;
    });
  }

  /** An upload with curl that takes its time, as one over a slow line does. */
  slowUpload(account: Account, name: string, bytes: number, perSecond: number): SlowUpload {
    return new SlowUpload(
      [
        '--silent', '--show-error', '--max-time', '60', '--limit-rate', String(perSecond),
        '--user', `${account.name}:${account.password}`,
        '--upload-file', '-', `ftp://127.0.0.1:${this.port}/${name}`,
      ],
      Buffer.alloc(bytes, 'x'),
    );
  }

  /** The SHA-256 of the certificate, as clients show it, from the connection itself. */
  async fingerprint(): Promise<string> {
    const program = [
      'import ftplib, hashlib, ssl, sys',
      'ftp = ftplib.FTP_TLS(context=ssl._create_unverified_context(), timeout=20)',
      'ftp.connect("127.0.0.1", int(sys.argv[1]))',
      'ftp.auth()',
      'print(hashlib.sha256(ftp.sock.getpeercert(True)).hexdigest())',
    ].join('\n');
    const digest = await succeed('python3', ['-c', program, String(this.port)]);
    return digest.trim().toUpperCase().replace(/..(?=.)/g, '$&:');
  }

  /** Makes a folder. */
  async makeFolder(account: Account, name: string): Promise<void> {
    const session = await this.open(account);
    await session.send(`MKD ${name}`, '257');
    session.close();
  }

  /** A control connection that is signed in and stays open. */
  async open(account: Account): Promise<OpenSession> {
    const session = new OpenSession(connect(this.port, '127.0.0.1'));
    await session.expect('220');
    await session.send(`USER ${account.name}`, '331');
    await session.send(`PASS ${account.password}`, '230');
    return session;
  }
}

/** An upload that is under way. */
export class SlowUpload {
  /** curl's exit code, once it has ended. */
  readonly ended: Promise<number>;
  private readonly child: ChildProcess;

  constructor(args: string[], content: Buffer) {
    const child = spawn('curl', args, { stdio: ['pipe', 'ignore', 'ignore'] });
    this.child = child;
    this.ended = new Promise((resolve) => child.once('exit', (code) => resolve(code ?? 255)));
    // What curl does not take any more is nobody's loss.
    child.stdin.on('error', () => {});
    child.stdin.end(content);
  }

  stop(): void {
    this.child.kill();
  }
}

/** A signed-in FTP session, spoken by hand so that its end is seen at once. */
export class OpenSession {
  private replies = '';
  private closed = false;

  constructor(private readonly socket: Socket) {
    socket.setEncoding('utf8').setNoDelay(true);
    socket.on('data', (text: string) => (this.replies += text));
    socket.on('close', () => (this.closed = true));
    // An end by reset is an end too.
    socket.on('error', () => (this.closed = true));
  }

  /** Waits for the last line of a reply with this code. */
  async expect(code: string): Promise<void> {
    const end = new RegExp(`^${code} .*\r\n`, 'm');
    await until(() => end.test(this.replies) || this.closed, `reply ${code}`);
    if (!end.test(this.replies)) throw new Error(`closed instead of ${code}: ${this.replies}`);
    this.replies = '';
  }

  async send(command: string, code: string): Promise<void> {
    this.socket.write(`${command}\r\n`);
    await this.expect(code);
  }

  /** Waits until the server has ended the session, without being asked to. */
  async ended(): Promise<void> {
    await until(() => this.closed, 'the end of the session');
  }

  close(): void {
    this.socket.destroy();
  }
}

async function until(condition: () => boolean, what: string): Promise<void> {
  for (let waited = 0; !condition(); waited += 20) {
    if (waited > 5_000) throw new Error(`waited in vain for ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 20));
  }
}

async function inFolder<Answer>(work: (folder: string) => Promise<Answer>): Promise<Answer> {
  const folder = await mkdtemp(join(tmpdir(), 'berth-client-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

function same(sent: Buffer, received: Buffer, client: string): void {
  if (!sent.equals(received)) throw new Error(`${client} received other bytes than it sent`);
}
