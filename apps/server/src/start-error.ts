export type StartErrorCode =
  | 'port_taken'
  | 'folder_unwritable'
  | 'database_newer'
  | 'database_older'
  | 'already_running'
  | 'postgres_failed';

/** A start that cannot go on for a reason its user can mend. The message is one line that says what to do. */
export class StartError extends Error {
  readonly code: StartErrorCode;

  constructor(code: StartErrorCode, message: string) {
    super(message);
    this.code = code;
  }
}

/** The code of a system error (`EACCES`, `ENOENT`…), or an empty text for anything else. */
export function systemCode(error: unknown): string {
  const code = error instanceof Error && 'code' in error ? error.code : '';
  return typeof code === 'string' ? code : '';
}

const WHY: Record<string, string> = {
  EACCES: 'permission denied',
  EPERM: 'permission denied',
  EROFS: 'the file system is read-only',
  ENOTDIR: 'a part of the path is a file, not a folder',
  EEXIST: 'a file of that name is in the way',
  ENOSPC: 'the disk is full',
};

/** Turns a failed write below `folder` into a {@link StartError}; any other error comes back as it is. */
export function unwritable(folder: string, error: unknown): unknown {
  const why = WHY[systemCode(error)];
  if (why === undefined) return error;
  return new StartError(
    'folder_unwritable',
    `Cannot write to ${folder}: ${why}. Choose another with --data.`,
  );
}
