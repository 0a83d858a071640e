import { isIP } from 'node:net';
import { join, resolve } from 'node:path';
import { parseArgs } from 'node:util';
import { type EncryptionKey, readEncryptionKeys } from './sealed.ts';
import type { S3Settings } from './storage/s3.ts';

const ROLES = ['all', 'api', 'worker'] as const;
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const;
const FLAGS = '--port N, --data DIR, --no-demo, --role all|api|worker';

/** The demo's password is known to everyone, so by itself it is made only where no other machine reaches it. */
const LOOPBACK = /^(localhost|::1|127([.][0-9]{1,3}){3})$/;

/** Relative to the clone, so that `./start` finds its data from any working folder. */
const DATA_FOLDER = join(import.meta.dirname, '..', '..', '..', '.data');

export type Env = {
  /** `all` is API, worker and, without `databaseUrl`, the embedded database in one process. */
  role: (typeof ROLES)[number];
  /** 0: a free one. */
  port: number;
  host: string;
  /** Absolute. Holds the embedded database and what is generated at the first start. */
  dataFolder: string;
  /** Whether a first start makes the demo company. By default only with the embedded database. */
  demo: boolean;
  /** The application's login on a server of the user's own; undefined: the embedded database. */
  databaseUrl: string | undefined;
  /** A login that may migrate; `databaseUrl` unless set. */
  databaseOwnerUrl: string | undefined;
  /** Signs sessions. Undefined: one is generated and kept in the data folder. */
  authSecret: string | undefined;
  /** Seal what must be read again, such as keys of exchanges; the first seals, all open. Empty: nothing can be sealed. */
  encryptionKeys: readonly EncryptionKey[];
  /** The address users type, without a trailing slash. Undefined: where the server listens. */
  baseUrl: string | undefined;
  /** Where the job fetches the European Central Bank's rates. Undefined: nothing is fetched. */
  ecbRatesUrl: string | undefined;
  /** Where Verifactu records are sent. Undefined: nothing is sent. */
  verifactuUrl: string | undefined;
  /** A PKCS #12 file with the certificate that the tax agency knows, absolute, and its password. */
  verifactuCertificate: string | undefined;
  verifactuCertificatePassword: string | undefined;
  /** The mail server, `smtp://` or `smtps://`, with login. Undefined: no mail is sent. */
  smtpUrl: string | undefined;
  /** The address that mails come from; set exactly when `smtpUrl` is. */
  mailFrom: string | undefined;
  /** Whether webhooks may lead to private addresses and over plain http: for trying out, and inside a closed network. */
  webhookAllowPrivate: boolean;
  /** Where new attachments are kept. Undefined: in the database. */
  storage: S3Settings | undefined;
  logLevel: (typeof LOG_LEVELS)[number];
  /** The most database connections of this process. */
  poolSize: number;
  /** Which proxies' `X-Forwarded-*` headers count: none, all, or these addresses. */
  trustProxy: boolean | string[];
};

/** Every bad setting at once, one a line. */
export class EnvError extends Error {
  readonly problems: readonly string[];

  constructor(problems: readonly string[]) {
    super(`Bad settings:\n${problems.map((problem) => `  ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

/** Reads the environment and the command line, where a flag wins. Throws {@link EnvError}. */
export function readEnv(source: Record<string, string | undefined>, args: string[]): Env {
  const problems: string[] = [];
  const flags = readFlags(args, problems);
  const setting = (name: string) => (source[name]?.trim() ? source[name].trim() : undefined);
  const of = <T>(name: string, value: string | undefined, parse: (text: string) => T, otherwise: T): T => {
    if (value === undefined) return otherwise;
    try {
      return parse(value);
    } catch (error) {
      problems.push(`${name}: ${error instanceof Error ? error.message : error}, not "${value}"`);
      return otherwise;
    }
  };
  const either = <T>(flag: 'port' | 'role', parse: (text: string) => T, otherwise: T): T =>
    flags[flag] === undefined
      ? of(flag.toUpperCase(), setting(flag.toUpperCase()), parse, otherwise)
      : of(`--${flag}`, flags[flag], parse, otherwise);
  const secretly = (name: string, protocols: string[]) => readUrl(name, setting(name), protocols, problems);

  const databaseUrl = secretly('DATABASE_URL', ['postgres:', 'postgresql:']);
  const ownerUrl = secretly('DATABASE_OWNER_URL', ['postgres:', 'postgresql:']);
  const baseUrl = secretly('BASE_URL', ['http:', 'https:'])?.replace(/\/+$/, '');
  const authSecret = setting('AUTH_SECRET');
  const role = either('role', oneOf(ROLES), 'all');
  const embedded = setting('DATABASE_URL') === undefined;
  const host = setting('HOST') ?? '127.0.0.1';

  if (embedded && setting('DATABASE_OWNER_URL') !== undefined) {
    problems.push('DATABASE_OWNER_URL: needs DATABASE_URL too');
  }
  if (embedded && role !== 'all') {
    problems.push(`DATABASE_URL: must be set for role ${role}; only role all runs the embedded database`);
  }
  if (authSecret !== undefined && authSecret.length < 32) {
    problems.push(
      'AUTH_SECRET: must be at least 32 characters, such as the output of `openssl rand -hex 32`',
    );
  }
  if (!embedded && authSecret === undefined && setting('NODE_ENV') === 'production') {
    problems.push('AUTH_SECRET: must be set in production, the same on every instance');
  }

  if ((setting('SMTP_URL') === undefined) !== (setting('MAIL_FROM') === undefined)) {
    problems.push('MAIL_FROM: must be set together with SMTP_URL; without both no mail is sent');
  }

  const env: Env = {
    role,
    port: either('port', whole(0, 65_535), 3000),
    host,
    dataFolder: resolve(flags.data ?? setting('DATA_FOLDER') ?? DATA_FOLDER),
    demo: flags.demo ?? of('DEMO', setting('DEMO'), yesOrNo, embedded && LOOPBACK.test(host)),
    databaseUrl,
    databaseOwnerUrl: ownerUrl ?? databaseUrl,
    authSecret,
    encryptionKeys: readEncryptionKeys(setting('ENCRYPTION_KEYS'), problems),
    baseUrl,
    ecbRatesUrl: secretly('ECB_RATES_URL', ['http:', 'https:']),
    verifactuUrl: secretly('VERIFACTU_URL', ['http:', 'https:']),
    verifactuCertificate: absolute(setting('VERIFACTU_CERTIFICATE')),
    verifactuCertificatePassword: setting('VERIFACTU_CERTIFICATE_PASSWORD'),
    smtpUrl: secretly('SMTP_URL', ['smtp:', 'smtps:']),
    mailFrom: of('MAIL_FROM', setting('MAIL_FROM'), mailAddress, undefined),
    webhookAllowPrivate: of('WEBHOOK_ALLOW_PRIVATE', setting('WEBHOOK_ALLOW_PRIVATE'), yesOrNo, false),
    storage: readStorage(setting, problems),
    logLevel: of('LOG_LEVEL', setting('LOG_LEVEL'), oneOf(LOG_LEVELS), 'warn'),
    poolSize: of('POOL_SIZE', setting('POOL_SIZE'), whole(2, 1000), 20),
    trustProxy: of<Env['trustProxy']>('TRUST_PROXY', setting('TRUST_PROXY'), proxies, false),
  };
  if (problems.length > 0) throw new EnvError(problems);
  return env;
}

function absolute(path: string | undefined): string | undefined {
  return path === undefined ? undefined : resolve(path);
}

type Flags = { port?: string; data?: string; role?: string; demo?: boolean };

function readFlags(args: string[], problems: string[]): Flags {
  const options = {
    port: { type: 'string' },
    data: { type: 'string' },
    role: { type: 'string' },
    demo: { type: 'boolean' },
  } as const;
  const { tokens } = parseArgs({ args, options, strict: false, allowNegative: true, tokens: true });
  const flags: Flags = {};
  for (const token of tokens) {
    if (token.kind === 'option-terminator') continue;
    if (token.kind === 'positional') {
      problems.push(`"${token.value}": not a flag; there are ${FLAGS}`);
    } else if (token.name === 'demo') {
      if (token.value === undefined) flags.demo = token.rawName === '--demo';
      else problems.push(`${token.rawName}: takes no value`);
    } else if (token.name === 'port' || token.name === 'data' || token.name === 'role') {
      const given = token.value !== undefined && (token.inlineValue || !token.value.startsWith('-'));
      if (given && token.value) flags[token.name] = token.value;
      else problems.push(`${token.rawName}: needs a value`);
    } else {
      problems.push(`${token.rawName}: no such flag; there are ${FLAGS}`);
    }
  }
  return flags;
}

/** The value is not repeated in the message: it may hold a password. */
function readUrl(
  name: string,
  value: string | undefined,
  protocols: string[],
  problems: string[],
): string | undefined {
  if (value === undefined) return undefined;
  if (URL.canParse(value) && protocols.includes(new URL(value).protocol)) return value;
  problems.push(
    `${name}: must be a URL that starts with ${protocols.map((each) => `${each}//`).join(' or ')}`,
  );
  return undefined;
}

/**
 * `STORAGE_URL` as `s3://BUCKET/PREFIX?region=REGION&endpoint=URL`: the prefix may lack, the endpoint is that of AWS unless
 * it is named. No value is repeated in a message: a URL may hold a password, and the keys are secrets.
 */
function readStorage(
  setting: (name: string) => string | undefined,
  problems: string[],
): S3Settings | undefined {
  const [url, accessKeyId, secretAccessKey] = [
    setting('STORAGE_URL'),
    setting('STORAGE_ACCESS_KEY_ID'),
    setting('STORAGE_SECRET_ACCESS_KEY'),
  ];
  if (url === undefined || url === 'database') {
    if (accessKeyId !== undefined || secretAccessKey !== undefined) {
      problems.push('STORAGE_ACCESS_KEY_ID, STORAGE_SECRET_ACCESS_KEY: need STORAGE_URL too');
    }
    return undefined;
  }
  const found = /^s3:[/][/]([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:[/]([A-Za-z0-9._/-]*))?[?](.+)$/.exec(url);
  const query = new URLSearchParams(found?.[3]);
  const region = query.get('region') ?? '';
  const endpoint = query.get('endpoint') ?? `https://s3.${region}.amazonaws.com`;
  const known = [...query.keys()].every((name) => name === 'region' || name === 'endpoint');
  if (found === null || !known || !/^[a-z0-9-]+$/.test(region) || !isOrigin(endpoint)) {
    problems.push(
      'STORAGE_URL: must be database, or s3://BUCKET/PREFIX?region=REGION with &endpoint=URL where it is not AWS',
    );
  }
  if (accessKeyId === undefined || secretAccessKey === undefined) {
    problems.push('STORAGE_URL: needs STORAGE_ACCESS_KEY_ID and STORAGE_SECRET_ACCESS_KEY');
  }
  const prefix = found?.[2]?.replace(/^[/]+|[/]+$/g, '');
  return {
    endpoint: endpoint.replace(/[/]+$/, ''),
    region,
    bucket: found?.[1] ?? '',
    prefix: prefix ? `${prefix}/` : '',
    accessKeyId: accessKeyId ?? '',
    secretAccessKey: secretAccessKey ?? '',
  };
}

function isOrigin(text: string): boolean {
  if (!URL.canParse(text)) return false;
  const { protocol, pathname, search, hash, username } = new URL(text);
  return ['http:', 'https:'].includes(protocol) && pathname === '/' && `${search}${hash}${username}` === '';
}

function oneOf<T extends string>(values: readonly T[]): (text: string) => T {
  return (text) => {
    const found = values.find((value) => value === text);
    if (found === undefined) throw new Error(`must be one of ${values.join(', ')}`);
    return found;
  };
}

function whole(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = /^\d{1,6}$/.test(text) ? Number(text) : Number.NaN;
    if (value >= least && value <= most) return value;
    throw new Error(`must be a whole number from ${least} to ${most}`);
  };
}

/** Letters, digits and what stands between them: an address that needs no quoting in a header. */
function mailAddress(text: string): string {
  if (/^[A-Za-z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@[A-Za-z0-9-]+([.][A-Za-z0-9-]+)*$/.test(text)) return text;
  throw new Error('must be a mail address such as billing@example.com');
}

function yesOrNo(text: string): boolean {
  if (text === 'true' || text === '1') return true;
  if (text === 'false' || text === '0') return false;
  throw new Error('must be true or false');
}

function proxies(text: string): boolean | string[] {
  if (text === 'true' || text === 'false') return text === 'true';
  const addresses = text.split(',').map((address) => address.trim());
  if (addresses.every(isNetwork)) return addresses;
  throw new Error('must be true, false, or addresses such as 10.0.0.0/8 with commas between');
}

function isNetwork(text: string): boolean {
  const [address = '', bits, ...more] = text.split('/');
  const most = { 0: -1, 4: 32, 6: 128 }[isIP(address)] ?? -1;
  return (
    most > 0 && more.length === 0 && (bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most))
  );
}
