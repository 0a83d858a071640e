import pg from 'pg';

/** A pool whose connections the server may end at any time without ending this process. */
export function openPool(config: pg.PoolConfig): pg.Pool {
  const pool = new pg.Pool({ ...config, keepAlive: true });
  // One that was idle is replaced.
  pool.on('error', () => undefined);
  // Who was using one is told by the statement that waits, or by the next.
  pool.on('connect', (client) => client.on('error', () => undefined));
  return pool;
}
