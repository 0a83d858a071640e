import type { AddressInfo } from 'node:net';
import { type ParsedMail, simpleParser } from 'mailparser';
import { SMTPServer } from 'smtp-server';

/** Addresses that the test server refuses: for good, and until later. */
export const REFUSED = 'nobody@refused.example';
export const DELAYED = 'busy@delayed.example';

/** A mail as it arrived: what the envelope said, the mail as read, and its bytes. */
export interface Arrived {
  to: string[];
  mail: ParsedMail;
  raw: string;
}

export type TestSmtp = Awaited<ReturnType<typeof testSmtp>>;

/**
 * A mail server on this machine that keeps what it is given. With `login` it takes mail only from who knows it, and
 * offers no encryption.
 */
export async function testSmtp(login?: { user: string; pass: string }) {
  const arrived: Arrived[] = [];
  const logins: string[] = [];
  const server = new SMTPServer({
    authOptional: login === undefined,
    hideSTARTTLS: true,
    allowInsecureAuth: true,
    disableReverseLookup: true,
    onAuth({ username = '', password = '' }, _session, done) {
      logins.push(`${username}:${password}`);
      const known = username === login?.user && password === login.pass;
      done(known ? null : new Error('Unknown user.'), { user: username });
    },
    onRcptTo({ address }, _session, done) {
      const answer = { [REFUSED]: 550, [DELAYED]: 451 }[address];
      done(answer === undefined ? null : Object.assign(new Error('Not now.'), { responseCode: answer }));
    },
    onData(stream, session, done) {
      const parts: Buffer[] = [];
      stream.on('data', (part: Buffer) => parts.push(part));
      stream.on('end', async () => {
        const raw = Buffer.concat(parts).toString();
        const mail = await simpleParser(raw);
        arrived.push({ to: session.envelope.rcptTo.map(({ address }) => address), mail, raw });
        done();
      });
    },
  });
  server.on('error', () => undefined);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.server.address() as AddressInfo;
  return {
    port,
    url: `smtp://127.0.0.1:${port}`,
    arrived,
    logins,
    close: () => new Promise<void>((resolve) => server.close(() => resolve())),
  };
}
