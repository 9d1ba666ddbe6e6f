// npm run build
import { buildApp } from './buildApp.ts';

await buildApp();
