/** Which operations hand out what one signs in with, and why: matched against the operation in lower case. */
export const keyAccess: readonly { pattern: RegExp; because: string }[] = [
  {
    pattern:
      /\/(?!revoke|validate|check)[^/]*(keys?|keypair|secrets?|credentials?|connectionstrings?)\/action$/,
    because: 'lists or renews keys and secrets, and answers with them',
  },
  {
    pattern:
      /\/(?!revoke|validate|check)[^/]*(tokens?|passwords?|passwordlink|kubeconfig|accesscode)\/action$/,
    because: 'makes a token, a password or a sign-in file',
  },
  { pattern: /\/list[^/]*sas(url)?\/action$/, because: 'signs an address that opens data to who has it' },
  { pattern: /\/(listcallbackurl|begingetaccess)\/action$/, because: 'answers with a signed address' },
  { pattern: /\/(sharedkeys|readonlykeys|listkeys)\/read$/, because: 'is named read, and answers with keys' },
  {
    pattern: /^microsoft\.web\/(sites|staticsites)\/.*(config\/list|publishxml|publish)\/action$/,
    because: 'answers with app settings and publishing credentials',
  },
  { pattern: /^microsoft\.keyvault\/vaults\/accesspolicies\/write$/, because: 'opens a vault to oneself' },
  {
    pattern: /\/federatedidentitycredentials\/write$/,
    because: 'lets an identity from elsewhere sign in as this one',
  },
  {
    pattern: /^microsoft\.managedidentity\/userassignedidentities\/assign\/action$/,
    because: 'runs code of one’s own under an identity, which gives its tokens',
  },
];
