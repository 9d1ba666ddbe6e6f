// What everything is called: known before it is there, so that what-if and the snapshots can tell what is made.

type names = {
  group: string
  identity: string
  storage: string
  deadLetters: string
  network: string
  workspace: string
  applicationInsights: string
  topic: string
  scheduler: string
  taskHub: string
  keyVault: string
  mailService: string
  emailService: string
  plan: string
  functionApp: string
}

@export()
@description('The names of an installation. `token` is unique for it in the world, and the same for each deployment of it.')
func namesOf(environmentName string, token string) names => {
  group: 'rg-${environmentName}'
  identity: 'id-${token}'
  storage: 'st${token}'
  deadLetters: 'dead-letters'
  network: 'vnet-${token}'
  workspace: 'log-${token}'
  applicationInsights: 'appi-${token}'
  topic: 'evgt-${token}'
  scheduler: 'dts-${token}'
  taskHub: 'Mailgrant' // as in host.json
  keyVault: 'kv-${token}'
  mailService: 'acs-${token}'
  emailService: 'email-${token}'
  plan: 'plan-${token}'
  functionApp: 'func-${token}'
}
