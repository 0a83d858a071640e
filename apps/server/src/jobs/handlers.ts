import { Value } from 'typebox/value';
import { JOBS, type JobName, type JobPayload } from './catalogue.ts';

/** One handler for each job of the catalogue: the type leaves none out. */
export type Handlers = { [Name in JobName]: (payload: JobPayload<Name>) => Promise<void> };

/** Runs the handler of a job. Throws for a job that the catalogue does not have, or whose payload is not its type. */
export async function runJob(handlers: Handlers, name: string, payload: unknown): Promise<void> {
  if (!isJobName(name)) throw new Error(`There is no job ${name} in the catalogue.`);
  if (!Value.Check(JOBS[name].payload, payload))
    throw new Error(`The payload of a ${name} job is not of its type.`);
  const handler = handlers[name] as (payload: unknown) => Promise<void>;
  await handler(payload);
}

function isJobName(name: string): name is JobName {
  return Object.hasOwn(JOBS, name);
}
