// npm run docs:local-azure: writes docs/local-azure.md from the routes and facts.
import { writeFileSync } from 'node:fs';
import { formattedPage, pageFile } from './docs/format.ts';

writeFileSync(pageFile, await formattedPage());
