import { testApi } from './api.ts';
const api = await testApi();
console.log(api.app.printRoutes({ commonPrefix: false }));
const doc = (await api.app.inject('/openapi.json')).json();
console.log(Object.keys(doc), JSON.stringify(doc.paths['/v1/companies/{companyId}/contacts'], null, 1).slice(0, 6000));
console.log(JSON.stringify(doc.paths['/v1/companies/{companyId}/invoices'].post.requestBody).slice(0,3000));
console.log(JSON.stringify(doc.paths['/v1/companies/{companyId}/reports/trial-balance']).slice(0,900));
console.log(await api.asOwner("select table_name from information_schema.tables where table_schema='erp' and table_type='BASE TABLE'"));
await api.close();
