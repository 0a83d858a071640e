import { smallCompany } from './fixture.testing.ts';
import { runVerify } from '../../cli/verify.ts';
const c = await smallCompany();
console.log(await runVerify({ db: c.db, companyIds: [c.companyId, c.other.companyId], log: console.log }));
await c.close();
