// npm run stage -- <folder>: builds the app and puts what is deployed into the folder.
import { existsSync, readdirSync } from 'node:fs';
import { buildApp } from './buildApp.ts';
import { stageApp } from './stageApp.ts';

const [folder, ...others] = process.argv.slice(2);
if (folder === undefined || others.length > 0) {
  console.error('Give the folder: npm run stage -- <folder>');
  process.exit(2);
}
if (existsSync(folder) && readdirSync(folder).length > 0) {
  console.error(`${folder} is not empty: what is in it would be deployed, too.`);
  process.exit(2);
}
await buildApp();
await stageApp(folder);
