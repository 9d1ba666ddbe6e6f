import { parseArgs } from 'node:util';
import { azureCli } from './az.ts';
import { confirmAtTerminal } from './confirm.ts';
import { grantGraph } from './graphPermissions.ts';

const usage = `npm run grant:graph -- --principal <object id of the managed identity> [--groups] [--yes]

Gives Mailgrant's identity the permission of Microsoft Graph that it reads applications by, Application.Read.All; with
--groups also GroupMember.Read.All, by which the audit sees through groups. Asks before it changes anything; --yes says
yes. Takes a Privileged Role Administrator, signed in with az login. azd knows the object id:
azd env get-value IDENTITY_PRINCIPAL_ID`;

try {
  const { values } = parseArgs({
    options: {
      principal: { type: 'string', default: '' },
      groups: { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
    },
  });
  if (!/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(values.principal)) throw new Error(usage);
  const has = await grantGraph({
    az: azureCli(),
    principalId: values.principal,
    wanted: ['Application.Read.All', ...(values.groups ? (['GroupMember.Read.All'] as const) : [])],
    confirm: values.yes ? () => Promise.resolve(true) : confirmAtTerminal,
    say: (line) => console.log(line),
  });
  if (!has) process.exitCode = 1;
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
