import { writeFileSync } from 'node:fs';
import { clientSchema } from './client-schema.ts';

// Writes packages/client/src/schema.gen.ts; a test compares it.
writeFileSync(new URL('../packages/client/src/schema.gen.ts', import.meta.url), await clientSchema());
