export interface Mailbox {
  /** What a worker sends its mails to. */
  smtpUrl: string;
  /** How many mails came in. */
  received(): number;
  close(): Promise<void>;
}

/** A mail server on this machine that takes every mail and keeps none: `smtp-server`, a package for development. */
export async function openMailbox(): Promise<Mailbox> {
  const { SMTPServer } = await import('smtp-server');
  let count = 0;
  const server = new SMTPServer({
    authOptional: true,
    disabledCommands: ['STARTTLS'],
    onData(stream, _session, done) {
      stream.on('end', () => {
        count += 1;
        done();
      });
      stream.resume();
    },
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(0, '127.0.0.1', resolve);
  });
  const address = server.server.address();
  if (address === null || typeof address === 'string') throw new Error('The mail server has no port.');
  return {
    smtpUrl: `smtp://127.0.0.1:${address.port}`,
    received: () => count,
    close: () => new Promise((resolve) => server.close(resolve)),
  };
}
