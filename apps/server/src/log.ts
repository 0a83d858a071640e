import { type Logger, pino } from 'pino';

/** Of an error only what helps: a driver's error holds its whole connection, the password included. */
function serializeError(error: Error & { code?: string }): Record<string, unknown> {
  return { type: error.name, code: error.code, message: error.message, stack: error.stack };
}

/** The process's log: JSON lines on standard output. */
export function createLog(level: string): Logger {
  return pino({ level, serializers: { err: serializeError } });
}
