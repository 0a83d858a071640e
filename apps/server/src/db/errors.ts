interface PostgresError {
  code: string;
  constraint?: string;
  message: string;
}

/** The PostgreSQL error behind `error`, or null. */
export function postgresError(error: unknown): PostgresError | null {
  const found = [error, (error as { cause?: unknown } | null)?.cause].find(
    (e) => typeof e === 'object' && e !== null && /^[0-9A-Z]{5}$/.test(String((e as PostgresError).code)),
  );
  return (found as PostgresError | undefined) ?? null;
}

/** Whether `error` says that a unique constraint (this one, when named) was violated. */
export function isUniqueViolation(error: unknown, constraint?: string): boolean {
  const found = postgresError(error);
  return found?.code === '23505' && (constraint === undefined || found.constraint === constraint);
}
