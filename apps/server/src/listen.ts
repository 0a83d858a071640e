import { createServer } from 'node:net';
import { StartError, systemCode } from './start-error.ts';

/**
 * Finds out that the port is free before anything else is started, and which one it is when 0 asks for any.
 * Throws {@link StartError} `port_taken`.
 */
export async function claimPort(host: string, port: number): Promise<number> {
  const probe = createServer();
  try {
    await new Promise<void>((resolve, reject) => {
      probe.once('error', reject);
      probe.listen({ host, port, exclusive: true }, resolve);
    });
    const address = probe.address();
    return typeof address === 'object' && address !== null ? address.port : port;
  } catch (error) {
    throw portError(error, host, port);
  } finally {
    await new Promise((resolve) => probe.close(resolve));
  }
}

/** Turns a failed listen into a {@link StartError}; any other error comes back as it is. */
export function portError(error: unknown, host: string, port: number): unknown {
  const code = systemCode(error);
  if (code === 'EADDRINUSE') {
    return new StartError(
      'port_taken',
      `Port ${port} is taken by another program. Choose another with --port.`,
    );
  }
  if (code === 'EACCES') {
    return new StartError(
      'port_taken',
      `Port ${port} needs more rights than this user has. Choose another with --port.`,
    );
  }
  if (code === 'EADDRNOTAVAIL')
    return new StartError('port_taken', `This machine has no address ${host}. Check HOST.`);
  return error;
}
