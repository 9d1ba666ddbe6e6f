import { parseArgs } from 'node:util';
import { azureCli } from './az.ts';
import { confirmAtTerminal } from './confirm.ts';
import { readInstallation } from './uninstall/installation.ts';
import { uninstall } from './uninstall/uninstall.ts';

const usage = `npm run uninstall:azure -- [--dry-run] [--yes] [--also-grants]

Removes what Mailgrant has in Azure outside of its own resource group, which azd down leaves: event subscriptions and
the system topic, diagnostic settings, the role assignments of its identity at the mail services, and its roles. Says
all of it first, and removes nothing before a yes.

  --dry-run      only says it
  --yes          says yes
  --also-grants  takes the SMTP sender role from the applications, too: they can't send mail any more

Takes somebody who may remove role assignments and roles there, signed in with az login. Which installation it is, azd
knows: set -a; eval "$(azd env get-values)"; set +a`;

try {
  const { values } = parseArgs({
    options: {
      'dry-run': { type: 'boolean', default: false },
      yes: { type: 'boolean', default: false },
      'also-grants': { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) {
    console.log(usage);
  } else {
    const dryRun = values['dry-run'];
    const done = await uninstall(readInstallation(process.env), {
      az: azureCli(),
      confirm: dryRun || values.yes ? () => Promise.resolve(!dryRun) : confirmAtTerminal,
      say: (line) => console.log(line),
      alsoGrants: values['also-grants'],
    });
    if (!done && !dryRun) process.exitCode = 1;
  }
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 1;
}
