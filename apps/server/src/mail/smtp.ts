import { createTransport } from 'nodemailer';

/** One mail, ready to be handed to a mail server. */
export interface OutgoingMail {
  /** What the recipient reads as the sender; the address is the settings'. */
  senderName: string;
  to: string;
  subject: string;
  text: string;
  html: string;
  /** With angle brackets. */
  messageId: string;
  attachments: { filename: string; contentType: string; content: Buffer }[];
}

export interface Mailer {
  /**
   * Hands a mail to the server, and resolves when the server has taken it.
   * @throws MailRefused when trying again is in vain
   * @throws MailDelayed when a later try may succeed
   */
  send(mail: OutgoingMail): Promise<void>;
}

/** The server refused this mail for good: an address that is none, a message too large (RFC 5321, 4.2.1: 5yz). */
export class MailRefused extends Error {}

/** The server could not be reached, or asked to come back. */
export class MailDelayed extends Error {}

/** Milliseconds to connect, to be greeted, and between two answers. */
const PATIENCE = { connectionTimeout: 10_000, greetingTimeout: 10_000, socketTimeout: 60_000 };

const LOOPBACK = /^(localhost|\[::1\]|127([.][0-9]{1,3}){3})$/;

/**
 * A mail server by its address, `smtp://user:password@host:587` or `smtps://host`. Over `smtp://` the connection is
 * encrypted when the server offers it; a password is sent over an encrypted connection only, or on this machine.
 */
export function createMailer(smtpUrl: string, from: string): Mailer {
  const url = new URL(smtpUrl);
  const secure = url.protocol === 'smtps:';
  const auth = url.username && {
    auth: { user: decodeURIComponent(url.username), pass: decodeURIComponent(url.password) },
  };
  const transport = createTransport({
    host: url.hostname.replace(/^\[|\]$/g, ''),
    port: url.port === '' ? (secure ? 465 : 587) : Number(url.port),
    secure,
    requireTLS: auth !== '' && !LOOPBACK.test(url.hostname),
    // What a mail holds never makes this process read a file or an address.
    disableFileAccess: true,
    disableUrlAccess: true,
    ...PATIENCE,
    ...(auth || {}),
  });

  return {
    async send({ senderName, ...mail }) {
      try {
        await transport.sendMail({ ...mail, from: { name: senderName, address: from } });
      } catch (error) {
        throw failure(error);
      }
    },
  };
}

/** What nodemailer says went wrong. Of what is no answer of the mail server only its code is told. */
function failure(error: unknown): Error {
  const { code, responseCode, response } = error as {
    code?: string;
    responseCode?: number;
    response?: string;
  };
  const ofMail = code === 'EENVELOPE' || code === 'EMESSAGE';
  const answer = response ? `The mail server answered: ${response}` : undefined;
  if (ofMail && responseCode !== undefined && responseCode >= 500) return new MailRefused(answer);
  return new MailDelayed(answer ?? `The mail server could not be reached (${code ?? 'no code'}).`);
}
